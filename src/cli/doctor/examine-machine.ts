import { existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { systemClock } from '../../system-clock.ts'
import { readerZone } from '../moments.ts'
import { causeWords, type Finding, fail, ok, warn } from './finding.ts'

const NODE_LEAST = 24
const MIB = 1024 * 1024
const DISK_LOW_BYTES = 1024 * MIB
const DISK_LEAST_BYTES = 100 * MIB
/** No Tend ran before this; a clock that says so is wrong. */
const EARLIEST = Date.UTC(2026, 0)
const LATEST = Date.UTC(2100, 0)

/** Node, data folder, disk and clock. */
export function examineMachine(config: Config): Finding[] {
  return [examineNode(), ...examineFolder(config.dataFolder), examineClock()]
}

function examineNode(): Finding {
  const { node } = process.versions
  if (Number(node.split('.')[0]) >= NODE_LEAST) return ok('node', `Node ${node}`)
  return fail(
    'node',
    `Node ${node} is too old`,
    `Start Tend with bin/tend, which finds Node ${NODE_LEAST}, or install it.`,
  )
}

function examineFolder(folder: string): Finding[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const trial = join(folder, '.doctor')
    writeFileSync(trial, 'written to see whether it can be')
    rmSync(trial)
  } catch (error) {
    const remedy = 'Give the user that runs Tend the right to write there, or set TEND_DATA to another folder.'
    return [fail('data folder', `${folder} cannot be written: ${causeWords(error)}`, remedy)]
  }
  return [examineRights(folder), examineDisk(folder)]
}

function examineRights(folder: string): Finding {
  const others = statSync(folder).mode & 0o007
  if (others === 0 || process.platform === 'win32') return ok('data folder', `${folder} can be written`)
  return warn('data folder', `${folder} can be read by every user of this machine`, `chmod 700 ${folder}`)
}

function examineDisk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const words = `${free > 10 * DISK_LOW_BYTES ? `${Math.round(free / DISK_LOW_BYTES)} GiB` : `${Math.round(free / MIB)} MiB`} free`
  if (free < DISK_LEAST_BYTES)
    return fail('disk', `only ${words}`, 'Free some space: without it no lead can be taken in (503).')
  return free < DISK_LOW_BYTES ? warn('disk', `only ${words}`, 'Free some space soon.') : ok('disk', words)
}

function examineClock(): Finding {
  const now = systemClock.now()
  const words = `${new Date(now).toISOString()}, your zone is ${readerZone()}`
  if (now >= EARLIEST && now < LATEST) return ok('clock', words)
  return fail('clock', words, 'Set the clock of the machine, best by NTP: every due time hangs on it.')
}

/** Whether there is a file at all; only then does the database have something to tell. */
export function hasDatabase(config: Config): boolean {
  return existsSync(config.databaseUrl)
}
