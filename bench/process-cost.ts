import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** CPU time that a process has used so far, all its threads together, in microseconds; NaN where /proc is missing. */
export function cpuMicroseconds(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The name of the program may hold blanks and brackets; what counts comes after the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticksPerSecond()
}

/** Most memory that a process has held at once, in MiB. */
export function peakMemoryMib(pid: number): number {
  return memoryMib(pid, 'VmHWM')
}

/** Memory that a process holds now, in MiB. */
export function currentMemoryMib(pid: number): number {
  return memoryMib(pid, 'VmRSS')
}

function memoryMib(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`))
  return Number(found?.[1] ?? Number.NaN) / 1024
}

let ticks = 0

function ticksPerSecond(): number {
  if (ticks === 0) ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return ticks
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
