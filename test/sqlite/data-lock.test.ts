import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TendError } from '../../src/domain/errors.ts'
import { lockDataFolder } from '../../src/sqlite/data-lock.ts'

let home: string
let dataDir: string
let others: ChildProcess[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tend-lock-'))
  dataDir = join(home, 'data')
  others = []
})

afterEach(async () => {
  for (const other of others) await end(other)
  rmSync(home, { recursive: true, force: true })
})

/** Another process that tries to take the folder, says `held` or the words of its refusal, and stays while it holds it. */
function takeElsewhere(): { other: ChildProcess; said: Promise<string> } {
  const module = JSON.stringify(join(import.meta.dirname, '..', '..', 'src', 'sqlite', 'data-lock.ts'))
  const code = `
    import { lockDataFolder } from ${module}
    try {
      await lockDataFolder(${JSON.stringify(dataDir)})
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.message)
    }`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  others.push(other)
  return { other, said: once(other.stdout, 'data').then(([words]) => String(words).trim()) }
}

async function end(other: ChildProcess): Promise<void> {
  if (other.exitCode !== null || other.signalCode !== null) return
  other.kill('SIGKILL')
  await once(other, 'exit')
}

test('refuses a second process and names the first one', async () => {
  const { other, said } = takeElsewhere()
  expect(await said).toBe('held')
  const error = await lockDataFolder(dataDir).catch(thrown => thrown)
  expect(error).toBeInstanceOf(TendError)
  expect(error).toMatchObject({
    code: 'conflict',
    message: `expected the data folder ${dataDir} to be free, but process ${other.pid} runs Tend on it`,
    nextAction: expect.stringContaining(`kill ${other.pid}`),
  })
})

test('refuses a second taker in the same process', async () => {
  const lock = await lockDataFolder(dataDir)
  await expect(lockDataFolder(dataDir)).rejects.toThrow(`process ${process.pid} runs Tend on it`)
  lock.release()
})

test('lets the next one in at once after kill -9', async () => {
  const { other, said } = takeElsewhere()
  expect(await said).toBe('held')
  await end(other)
  const lock = await lockDataFolder(dataDir)
  expect(readFileSync(join(dataDir, 'tend.pid'), 'utf8')).toBe(`${process.pid}\n`)
  lock.release()
})

test('is not held up by a number that is left over and runs something else now', async () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'tend.pid'), `${process.ppid}\n`)
  const lock = await lockDataFolder(dataDir)
  expect(readFileSync(join(dataDir, 'tend.pid'), 'utf8')).toBe(`${process.pid}\n`)
  lock.release()
})

test('is free again after release, which may be called twice', async () => {
  const first = await lockDataFolder(dataDir)
  first.release()
  const second = await lockDataFolder(dataDir)
  first.release()
  await expect(lockDataFolder(dataDir)).rejects.toThrow('to be free')
  second.release()
  expect(() => statSync(join(dataDir, 'tend.pid'))).toThrow(/ENOENT/)
})

test('lets exactly one in when several start at the same moment', async () => {
  const takers = Array.from({ length: 6 }, takeElsewhere)
  const words = await Promise.all(takers.map(taker => taker.said))
  const winner = takers[words.indexOf('held')]?.other.pid
  expect(words.filter(word => word === 'held')).toHaveLength(1)
  expect(words.filter(word => word.includes(`process ${winner} runs Tend`))).toHaveLength(5)
})

test('creates the folder and its files for their owner alone', async () => {
  const lock = await lockDataFolder(dataDir)
  const modes = ['.', 'tend.lock', 'tend.pid'].map(name => statSync(join(dataDir, name)).mode & 0o077)
  expect(modes).toEqual([0, 0, 0])
  lock.release()
})
