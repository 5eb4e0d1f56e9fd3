import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['redis-server', 'valkey-server']

/** Where a Redis may be: the given PATH, then the private copy that script/setup keeps in the project folder. */
export function redisSearchPath(path: string, projectDir: string): string {
  return [path, join(projectDir, '.redis', 'bin')].filter(part => part !== '').join(delimiter)
}

/** The first redis-server or valkey-server on the search path, or null. */
export function findRedisBinary(searchPath: string): string | null {
  const places = searchPath.split(delimiter).filter(folder => folder !== '')
  return places.flatMap(folder => NAMES.map(name => join(folder, name))).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
