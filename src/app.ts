import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from './config.ts'
import { createCaptureTransport } from './email/capture-transport.ts'
import { createComposer } from './email/compose-mail.ts'
import { createSmtpTransport } from './email/smtp-transport.ts'
import type { EngineContext } from './engine/context.ts'
import { createEngine } from './engine/create-engine.ts'
import type { Engine } from './engine/engine-api.ts'
import { ensureDefaultEndpoint } from './engine/manage-endpoints.ts'
import type { Alarm, Clock, NewId, Queue, Store } from './engine/ports.ts'
import { raiseAlert } from './engine/raise-alert.ts'
import { answerAlarm, sweep } from './engine/sweep.ts'
import { createVersionMemory } from './engine/version-memory.ts'
import { type LiveDefinitions, openDefinitions } from './live-definitions.ts'
import type { Log } from './log.ts'
import { newId } from './new-id.ts'
import { openQueue, type OpenedQueue } from './open-queue.ts'
import { createSigner, readSecrets, type Secrets } from './secrets.ts'
import { openSqliteStore } from './sqlite/open.ts'
import { startTicker, type Ticker } from './ticker.ts'

const SWEEP_EVERY_MS = 2_000
const LOOK_AT_FILES_EVERY_MS = 1_000

export const systemClock: Clock = { now: () => Date.now() }

export interface AppOptions {
  config: Config
  log: Log
  clock?: Clock
  newId?: NewId
}

/** The product without its doors: engine, store, queue, definitions. Roles are started on top of it. */
export interface App {
  engine: Engine
  context: EngineContext
  store: Store
  definitions: LiveDefinitions
  secrets: Secrets
  /** Adds the queue; `own` allows a Redis child of our own. Before it, alarms are left to the sweep. */
  startQueue(own: boolean): Promise<OpenedQueue>
  /** Sweeps, answers alarms and follows the files until the app closes. */
  startWorker(): void
  /** Follows the files only, for a process that answers requests. */
  followFiles(): void
  /** Where the server really listens, for links while no public URL is set. */
  listensAt(url: string): void
  close(): Promise<void>
}

/** Builds everything from the configuration. The same program runs in tests and in production. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log } = options
  const clock = options.clock ?? systemClock
  const secrets = readSecrets(config)
  mkdirSync(dirname(config.databaseUrl), { recursive: true, mode: 0o700 })
  const store = await openSqliteStore({ file: config.databaseUrl, newId: options.newId ?? newId, log })
  const queue = createSwitch()
  const background = createBackground(log)
  const smtp = config.smtpUrl === null ? null : createSmtpTransport({ url: config.smtpUrl, clock })
  const tickers: Ticker[] = []
  let opened: OpenedQueue | null = null
  let localUrl = `http://127.0.0.1:${config.port}`

  const told = { store, clock, newId: options.newId ?? newId, log }
  const definitions = await openOrClose(store, () =>
    openDefinitions({ config, store, clock, log, onTrouble: trouble => tellTrouble(told, trouble) }),
  )
  const context: EngineContext = {
    ...told,
    queue,
    composer: createComposer(),
    transports: { smtp, capture: createCaptureTransport() },
    settings: () => definitions.settings(),
    catalog: () => definitions.catalog(),
    version: createVersionMemory(store),
    publicUrl: () => config.publicUrl ?? localUrl,
    signer: createSigner(secrets.secret),
    random: Math.random,
    afterwards: background.run,
  }
  await ensureDefaultEndpoint(context, secrets.ingestToken)
  const answer = (alarm: Alarm) => answerAlarm(context, alarm)

  return {
    engine: createEngine(context),
    context,
    store,
    definitions,
    secrets,
    async startQueue(own) {
      opened = await openQueue({ config, clock, log, answer, own })
      queue.use(opened.queue)
      return opened
    },
    startWorker() {
      opened?.startWorkers()
      tickers.push(startTicker(() => sweep(context), { everyMs: SWEEP_EVERY_MS, log }))
    },
    followFiles() {
      tickers.push(startTicker(() => definitions.refresh(), { everyMs: LOOK_AT_FILES_EVERY_MS, log }))
    },
    listensAt(url) {
      localUrl = url
    },
    async close() {
      await Promise.all(tickers.map(ticker => ticker.stop()))
      await background.settled()
      await opened?.close()
      await Promise.all([smtp?.close(), context.transports.capture.close()])
      await store.close()
    },
  }
}

/** A queue that can be put in later: what is armed before is found by the sweep. */
function createSwitch(): Queue & { use(queue: Queue): void } {
  let current: Queue | null = null
  return {
    use(queue) {
      current = queue
    },
    arm: alarms => current?.arm(alarms),
    trouble: () => current?.trouble() ?? null,
    close: async () => current?.close(),
  }
}

function createBackground(log: Log): { run(work: () => Promise<void>): void; settled(): Promise<void> } {
  const running = new Set<Promise<void>>()
  return {
    run(work) {
      const job: Promise<void> = new Promise<void>(resolve => setImmediate(resolve))
        .then(work)
        .catch(error => log.error('work after an answer failed; the sweep will finish it', error))
        .finally(() => running.delete(job))
      running.add(job)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

async function openOrClose<T>(store: Store, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    await store.close()
    throw error
  }
}

async function tellTrouble(told: Pick<EngineContext, 'store' | 'clock' | 'newId' | 'log'>, trouble: string | null) {
  const key = 'definitions'
  if (trouble === null) return told.store.alerts.clear(key, told.clock.now())
  await raiseAlert(told, {
    key,
    kind: 'bad-file',
    message: `A changed file is bad, so the last good version runs on: ${trouble}`,
    nextAction: 'Mend the file; `bin/tend check` names each problem.',
  })
}
