// Exits 0 when node_modules holds what package-lock.json asks for on this machine: then an `npm install` done
// by hand is as good as our own, and the set-up does not install a second time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  version?: string
  optional?: boolean
  extraneous?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

const ownLibc = libc()
const root = join(import.meta.dirname, '..')
const wanted = readPackages('package-lock.json')
const installed = readPackages('node_modules/.package-lock.json')
process.exitCode = wanted !== null && installed !== null && match(wanted, installed) ? 0 : 1

function readPackages(path: string): Map<string, LockedPackage> | null {
  try {
    const { packages } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      packages: Record<string, LockedPackage>
    }
    return new Map(Object.entries(packages).filter(([place]) => place !== ''))
  } catch {
    return null
  }
}

function match(wanted: Map<string, LockedPackage>, installed: Map<string, LockedPackage>): boolean {
  const isInstalled = ([place, entry]: [string, LockedPackage]) => installed.get(place)?.version === entry.version
  return (
    [...wanted].filter(([, entry]) => isWantedHere(entry)).every(isInstalled) &&
    [...installed.keys()].every(place => wanted.has(place))
  )
}

// An optional package that names no platform is needed by one that does not fit here.
function isWantedHere(entry: LockedPackage): boolean {
  if (entry.extraneous === true) return false
  if (entry.optional === true && entry.os === undefined && entry.cpu === undefined) return false
  return (
    allows(entry.os, process.platform) &&
    allows(entry.cpu, process.arch) &&
    (entry.libc === undefined || allows(entry.libc, ownLibc))
  )
}

function allows(list: string[] | undefined, own: string): boolean {
  if (list === undefined || own === '') return true
  if (list.includes(`!${own}`)) return false
  return list.includes(own) || list.every(name => name.startsWith('!'))
}

function libc(): string {
  if (process.platform !== 'linux') return ''
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
