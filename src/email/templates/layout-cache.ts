import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LayoutCache } from './compile-layout.ts'

/** Keeps compiled layouts in a folder, one file each, so that the slow compiler is loaded only for a new layout. */
export function createLayoutCache(folder: string): LayoutCache {
  const pathOf = (key: string) => join(folder, `${key.replaceAll(/[^\w-]/g, '_')}.html`)
  return {
    async get(key) {
      try {
        return await readFile(pathOf(key), 'utf8')
      } catch {
        return null
      }
    },
    async set(key, value) {
      try {
        await mkdir(folder, { recursive: true })
        // Renaming makes a half-written file impossible.
        await writeFile(`${pathOf(key)}.new`, value)
        await rename(`${pathOf(key)}.new`, pathOf(key))
      } catch {
        // A cache that cannot be written only costs time.
      }
    },
  }
}
