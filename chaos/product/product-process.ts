import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ground, PRODUCT, PROJECT } from './ground.ts'

export interface StartOptions {
  /** `up` without it. */
  command?: string[]
  /** Modules of this folder that are loaded before the product. */
  preloads?: string[]
  environment?: Record<string, string>
  /** The project to run: another copy of it. */
  project?: string
}

export interface ProductProcess {
  pid: number
  /** Resolves when it answers; rejects when it ended before. */
  ready: Promise<void>
  ended: Promise<void>
  hasEnded(): boolean
  kill(signal: NodeJS.Signals): void
  /** The last words it wrote, for the report of a failure. */
  lastWords(): string
}

const READY = /Stop with Ctrl-C/
const KEPT_CHARACTERS = 20_000
/** Far more than a start takes: a machine under load is no violation. */
const READY_WITHIN_MS = 60_000

/** Each with the folder that it runs on. */
const living = new Map<ChildProcess, string>()

/** Starts the product as `bin/tend` does, without looking whether the set-up is done. */
export function startProcess(ground: Ground, options: StartOptions = {}): ProductProcess {
  const { command = ['up'], preloads = [], project = PRODUCT } = options
  const shift = ground.aheadMs === 0 ? [] : ['product/clock-ahead.ts']
  const loaded = [...shift, ...preloads].flatMap(name => ['--import', join(PROJECT, 'chaos', name)])
  const flags = ['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning', ...loaded]
  const child = spawn(process.execPath, [...flags, join(project, 'src', 'main.ts'), ...command], {
    cwd: tmpdir(),
    env: { ...ground.environment, CHAOS_AHEAD_MS: String(ground.aheadMs), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithRig(child, ground.folder)
  const words = listenTo(child, join(ground.folder, 'product.log'))
  const ended = once(child, 'close').then(() => undefined)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const ready = untilReady(words, hasEnded)
  ready.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    hasEnded,
    kill: signal => void child.kill(signal),
    lastWords: () => words().slice(-2_000),
  }
}

/** Runs a command of the product to its end. */
export async function runCommand(ground: Ground, command: string[]): Promise<{ code: number | null; words: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(PRODUCT, 'src/main.ts'), ...command],
    {
      cwd: tmpdir(),
      env: ground.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const words = listenTo(child, join(ground.folder, 'command.log'), Number.MAX_SAFE_INTEGER)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, words: words() }
}

/** Ends in order; by force when that takes longer than mail on its way may take. */
export async function stopProcess(running: ProductProcess): Promise<void> {
  running.kill('SIGTERM')
  const gaveUp = await Promise.race([running.ended.then(() => false), pause(75_000, true, { ref: false })])
  if (gaveUp) running.kill('SIGKILL')
  await running.ended
}

/** Has the child ended with the rig, however that ends. */
export function endWithRig(child: ChildProcess, folder: string): void {
  living.set(child, folder)
  child.once('close', () => living.delete(child))
}

/** For the end of the rig, whatever happened before. */
export function killAll(): void {
  for (const child of living.keys()) child.kill('SIGKILL')
}

/** What a case has left running that was not played to its end. */
export async function killAllOn({ folder }: Ground): Promise<void> {
  const left = [...living].filter(([, place]) => place === folder).map(([child]) => child)
  const ends = left.map(child => once(child, 'close'))
  for (const child of left) child.kill('SIGKILL')
  await Promise.all(ends)
}

function listenTo(child: ChildProcess, log: string, keptCharacters = KEPT_CHARACTERS): () => string {
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-keptCharacters)
      appendFileSync(log, text)
    })
  }
  return () => words
}

async function untilReady(words: () => string, hasEnded: () => boolean): Promise<void> {
  const end = performance.now() + READY_WITHIN_MS
  while (!READY.test(words())) {
    if (hasEnded()) throw new Error(`the product ended before it was ready:\n${words().slice(-1_000)}`)
    if (performance.now() > end) throw new Error(`the product was not ready in time:\n${words().slice(-1_000)}`)
    await pause(15)
  }
}
