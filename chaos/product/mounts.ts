import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const mounted = new Set<string>()
const folders = new Set<string>()

/** `mount` with these words onto a folder that is made for it. */
export function mountAt(folder: string, words: string[]): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', [...words, folder], { stdio: 'pipe' })
  mounted.add(folder)
}

export function unmount(folder: string): void {
  if (!mounted.delete(folder)) return
  // A process that is just ending may still hold it.
  execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
}

/** For the end of the rig, whatever happened before. */
export function unmountAll(): void {
  for (const folder of folders) remove(folder)
}

/** A folder of the machine for the length of the task. */
export async function withFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tend-chaos-mount-'))
  folders.add(folder)
  try {
    return await task(folder)
  } finally {
    remove(folder)
  }
}

/** Why a mount of this kind is not possible here; null when it is. */
export function mountRefusal(tryOut: (folder: string) => void): Promise<string | null> {
  return withFolder(async folder => {
    try {
      tryOut(folder)
      return null
    } catch (error) {
      return `it needs to mount (root, and loop devices for an image): ${String(error).split('\n')[0]}`
    }
  })
}

function remove(folder: string): void {
  folders.delete(folder)
  for (const place of mounted) if (place.startsWith(folder)) unmount(place)
  rmSync(folder, { recursive: true, force: true })
}
