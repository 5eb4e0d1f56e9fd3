import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * What tells a running process from a later one that was given the same number: when it started and in which boot.
 * Null when no such process runs (one that has ended and was not yet collected by its parent does not run).
 */
export function processIdentity(pid: number): string | null {
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid)
}

/** Sends a signal to the process only while it is still the one with this identity. */
export function signalProcess(pid: number, identity: string, signal: NodeJS.Signals): void {
  if (processIdentity(pid) !== identity) return
  try {
    process.kill(pid, signal)
  } catch {
    // It ended between the question and the signal.
  }
}

// Fields 3 (state), 20 (threads) and 22 (start in clock ticks since boot) of proc(5); the name before them may hold
// anything. A killed process is a zombie before its last thread has let go of its sockets.
function identityFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const hasEnded = fields[0] === 'X' || (fields[0] === 'Z' && Number(fields[17]) <= 1)
    if (hasEnded) return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return null
  }
}

function identityFromPs(pid: number): string | null {
  const [state, ...started] = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(/\s+/)
  return state === undefined || state === '' || state.startsWith('Z') ? null : started.join(' ')
}
