import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processIdentity, signalProcess } from '../../src/queue/process-identity.ts'
import { PLAIN_SETTINGS } from './product.ts'

export const ADMIN_TOKEN = 'admin-token-that-nobody-may-log'
export const INGEST_TOKEN = 'ingest-token-that-nobody-may-log'

const PROJECT = join(import.meta.dirname, '..', '..')
const LOOK_EVERY_MS = 40
const WAIT_LIMIT_MS = 12_000

export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: an outside program knows the JSON only by the documentation.
  json: any
}

/** A folder with settings, workflows, templates and data, as a publisher has it, for processes to run on. */
export interface Ground {
  folder: string
  dataFolder: string
  environment: Record<string, string>
  write(path: string, text: string): void
  remove(path: string): void
  /** Starts `tend <command>`; `program` replaces bin/tend. Everything that still runs is ended by `clear`. */
  run(command: string[], options?: { environment?: Record<string, string>; program?: string[] }): Running
  /** `tend up`, ready to answer. */
  up(environment?: Record<string, string>): Promise<RunningProduct>
  /** The Redis child that the data folder remembers. */
  redisPid(): number | null
  clear(): Promise<void>
}

export interface Running {
  pid: number
  /** What it said on standard output. */
  said(): string
  /** What it said on standard error. */
  logged(): string
  /** The exit code, once it has ended; null for an end by a signal. */
  ended: Promise<number | null>
  /** Resolves with the first group of the pattern, once standard output holds it. */
  says(pattern: RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
}

/** A product that answers at `url`: everything that an outside program can do with it. */
export interface RunningProduct extends Running {
  url: string
  ingestUrl: string
  redisPid(): number
  fetch(path: string, init?: RequestInit): Promise<Answer>
  /** POSTs a body to the ingest URL. */
  deliver(body: string | object): Promise<Answer>
  /** Calls the API with the admin token. */
  api(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>
  /** The lead with this address as the API tells it; undefined while there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  lead(email: string): Promise<any>
}

/** Looks again and again until the condition gives something true; the words are for the failure. */
export async function eventually<T>(
  what: string,
  condition: () => T | Promise<T>,
  limitMs = WAIT_LIMIT_MS,
): Promise<T> {
  const end = performance.now() + limitMs
  for (;;) {
    const found = await condition()
    if (found) return found
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await pause(LOOK_EVERY_MS)
  }
}

export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== null
}

export function createGround(options: { settings?: string; environment?: Record<string, string> } = {}): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'tend-process-'))
  const started: Running[] = []
  const write = (path: string, text: string) => writeFile(join(folder, path), text)
  write('tend.yaml', options.settings ?? PLAIN_SETTINGS)
  const ground: Ground = {
    folder,
    dataFolder: join(folder, 'data'),
    environment: { ...environmentOf(folder), ...options.environment },
    write,
    remove: path => rmSync(join(folder, path)),
    run(command, { environment = {}, program = [join(PROJECT, 'bin', 'tend')] } = {}) {
      const running = start([...program, ...command], { ...ground.environment, ...environment })
      started.push(running)
      return running
    },
    async up(environment = {}) {
      const running = ground.run(['up'], { environment })
      const product = await answering(running, /Dashboard {3}(http:\S+?)\/?\n[\s\S]*Stop with/)
      // The next start is found where this one was: links in mails name the port.
      ground.environment.PORT = new URL(product.url).port
      return product
    },
    redisPid: () => redisOf(ground.dataFolder)?.pid ?? null,
    async clear() {
      for (const running of started) running.kill('SIGKILL')
      await Promise.all(started.map(running => running.ended))
      endRedisOf(ground.dataFolder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return ground
}

/** The product at the address that the process says, in the first group of the pattern, when it is ready. */
export async function answering(running: Running, pattern: RegExp): Promise<RunningProduct> {
  const url = await running.says(pattern)
  const ingestUrl = `${url}/ingest/${INGEST_TOKEN}`
  const product: RunningProduct = {
    ...running,
    url,
    ingestUrl,
    redisPid: () => Number(/own Redis \(process (\d+)\)/.exec(running.said())?.[1]),
    fetch: (path, init) => ask(`${url}${path}`, init),
    deliver: body => ask(ingestUrl, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    api: (method, path, body, headers = {}) =>
      ask(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async lead(email) {
      const { json } = await product.api('GET', `/leads?email=${encodeURIComponent(email)}`)
      if (json.items.length > 1) throw new Error(`${json.items.length} leads have the address ${email}`)
      return json.items.length === 0 ? undefined : (await product.api('GET', `/leads/${json.items[0].id}`)).json
    },
  }
  return product
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null }
}

function environmentOf(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? folder,
    PORT: '0',
    TEND_DATA: join(folder, 'data'),
    TEND_CONFIG: join(folder, 'tend.yaml'),
    TEND_WORKFLOWS: join(folder, 'workflows'),
    TEND_TEMPLATES: join(folder, 'templates'),
    TEND_ADMIN_TOKEN: ADMIN_TOKEN,
    TEND_INGEST_TOKEN: INGEST_TOKEN,
  }
}

// A change that keeps the size within the same tick of a coarse clock would go unseen: each write gets a time of its own.
let writes = 0

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  writes += 1
  const moment = performance.timeOrigin / 1000 + writes
  utimesSync(path, moment, moment)
}

function start([program = '', ...words]: string[], env: Record<string, string>): Running {
  const child = spawn(program, words, { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (words: string) => {
    text.stdout += words
  })
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    text.stderr += words
  })
  const running: Running = {
    pid: child.pid ?? 0,
    said: () => text.stdout,
    logged: () => text.stderr,
    ended: once(child, 'close').then(([code]) => code as number | null),
    says: pattern => says(child, running, pattern),
    kill: signal => void child.kill(signal),
  }
  return running
}

async function says(child: ChildProcess, running: Running, pattern: RegExp): Promise<string> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const found = () => pattern.exec(running.said())?.[1]
  await eventually('words on standard output', () => found() !== undefined || hasEnded()).catch(() => undefined)
  const first = found()
  if (first !== undefined) return first
  throw new Error(`It did not say ${pattern}, but:\n${running.said()}\n${running.logged()}`)
}

/** A killed Tend leaves its Redis behind for the next start to adopt; where none comes, it must end here. */
function endRedisOf(dataFolder: string): void {
  const redis = redisOf(dataFolder)
  if (redis !== null) signalProcess(redis.pid, redis.identity, 'SIGKILL')
}

function redisOf(dataFolder: string): { pid: number; identity: string } | null {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'redis', 'child.json'), 'utf8')).process
  } catch {
    return null
  }
}
