import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { processIdentity, signalProcess } from '../../src/queue/process-identity.ts'

function startSleeper() {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  return { child, pid: child.pid as number, ended: once(child, 'exit') }
}

test('stays the same while the process runs and is null after it', async () => {
  const { child, pid, ended } = startSleeper()
  const identity = processIdentity(pid)
  expect(identity).not.toBeNull()
  expect(processIdentity(pid)).toBe(identity)
  child.kill('SIGKILL')
  await ended
  expect(processIdentity(pid)).toBeNull()
})

test('counts a killed process as ended before its parent has collected it', async () => {
  const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(shell, 'exit')
  const [words] = (await once(shell.stdout, 'data')) as [Buffer]
  const pid = Number(words)
  // A shell that is not replaced yet would collect its child.
  shell.kill('SIGSTOP')
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(processIdentity(pid)).toBeNull())
  expect(() => process.kill(pid, 0)).not.toThrow()
  shell.kill('SIGKILL')
  await ended
})

test('sends no signal to a process that only has the number', async () => {
  const { pid, ended } = startSleeper()
  signalProcess(pid, 'another-boot/1', 'SIGKILL')
  signalProcess(pid, processIdentity(pid) as string, 'SIGTERM')
  expect(await ended).toEqual([null, 'SIGTERM'])
})
