import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Background, createBackground } from './background.ts'
import type { Config } from './config.ts'
import { type LiveDefinitions, openDefinitions } from './definitions/live-definitions.ts'
import { createDns } from './dns/ask-dns.ts'
import { createMailRoutes } from './dns/mail-routes.ts'
import { createCaptureTransport } from './email/capture-transport.ts'
import { createComposer } from './email/compose/compose-mail.ts'
import { liveRelayLog } from './email/relay-log/relay-log.ts'
import { createSmtpTransport } from './email/smtp/transport.ts'
import type { EngineContext } from './engine/context.ts'
import { createEngine } from './engine/create-engine.ts'
import type { Engine } from './engine/engine-api.ts'
import { hearClicks } from './engine/hear-clicks.ts'
import { createPace } from './engine/keep-pace.ts'
import { createProviderPaces } from './engine/keep-provider-pace.ts'
import { ensureDefaultEndpoint } from './engine/manage-endpoints.ts'
import { noticeRestore } from './engine/notice-restore.ts'
import type { Alarm, Clock, MailRoutes, NewId, Queue, Store } from './engine/ports.ts'
import { raiseAlert } from './engine/raise-alert.ts'
import { takeOverLeases } from './engine/recover-leases.ts'
import { createSetAside } from './engine/set-aside.ts'
import { answerAlarm, completeReceipts, SWEEP_RULES, sweep } from './engine/sweep.ts'
import { createTurns } from './engine/take-turns.ts'
import { createVersionMemory } from './engine/version-memory.ts'
import { createTimeWatch } from './engine/watch-time.ts'
import { createLiveMailbox, type LiveMailbox } from './follow-mailbox.ts'
import type { Log } from './log.ts'
import { newId } from './new-id.ts'
import { type OpenedQueue, openQueue } from './open-queue.ts'
import { createSigner, readSecrets, type Secrets } from './secrets.ts'
import { createSideBySide } from './side-by-side.ts'
import { openSqliteStore } from './sqlite/open.ts'
import { systemClock } from './system-clock.ts'
import { startTicker, type Ticker } from './ticker.ts'

const SWEEP_EVERY_MS = 2_000
const LOOK_AT_FILES_EVERY_MS = 1_000
/** A mail server that takes its time must not keep the sweep from its other duties. */
const OVERDUE = { width: SWEEP_RULES.concurrency, limitMs: 10_000 }
const URGENT = { width: 4, limitMs: 1_000 }
const DNS_LIMIT_MS = 2_000
/** A worker that is there gets them first. */
const LEFTOVERS = { ...SWEEP_RULES, patienceMs: 2 * SWEEP_RULES.patienceMs }

export interface AppOptions {
  config: Config
  log: Log
  clock?: Clock
  newId?: NewId
  /** Name servers in place of those of the machine. */
  nameServers?: readonly string[] | undefined
}

/** The product without its doors: engine, store, queue, definitions. Roles are started on top of it. */
export interface App {
  engine: Engine
  context: EngineContext
  store: Store
  definitions: LiveDefinitions
  routes: MailRoutes
  secrets: Secrets
  /** Adds the queue; `own` allows a Redis child of our own. Before it, alarms are left to the sweep. */
  startQueue(own: boolean): Promise<OpenedQueue>
  /** Sweeps, answers alarms and follows the files until the app closes. */
  startWorker(): Promise<void>
  /** For the holder of the data folder's lock: whoever had mail under way is dead, so nobody waits for its leases to end. */
  takeOver(): Promise<void>
  /** Follows the files only, for a process that answers requests. */
  followFiles(): void
  /** For a process that takes leads in and does no other work: admits what it had to put off in a flood. */
  admitLeftovers(): void
  /** Resolves when nothing that was put off until after an answer is left. */
  idle(): Promise<void>
  /** Where the server really listens, for links while no public URL is set. */
  listensAt(url: string): void
  close(): Promise<void>
}

/** Builds everything from the configuration. The same program runs in tests and in production. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config } = options
  const secrets = readSecrets(config)
  const house = await openHouse(options)
  const definitions = await openOrClose(house.told.store, () =>
    openDefinitions({ config, ...house.told, onTrouble: trouble => tellTrouble(house.told, trouble) }),
  )
  const place = { url: `http://127.0.0.1:${config.port}` }
  const routes = openRoutes(options, house, definitions)
  const context = contextOf({ config, secrets, house, definitions, routes, place })
  await ensureDefaultEndpoint(context, secrets.ingestToken)
  const engine = createEngine(context)
  return {
    engine,
    context,
    store: context.store,
    definitions,
    routes,
    secrets,
    ...lifeOf({ options, house, context, definitions, routes, place }),
  }
}

interface House {
  told: Pick<EngineContext, 'store' | 'clock' | 'newId' | 'log'>
  queue: ReturnType<typeof createSwitch>
  background: Background
  transports: EngineContext['transports']
  mailbox: LiveMailbox
}

async function openHouse({ config, log, ...given }: AppOptions): Promise<House> {
  const clock = given.clock ?? systemClock
  const ids = given.newId ?? newId
  mkdirSync(dirname(config.databaseUrl), { recursive: true, mode: 0o700 })
  const smtp = config.smtpUrl === null ? null : createSmtpTransport({ url: config.smtpUrl, clock, logger: log })
  const store = await openSqliteStore({ file: config.databaseUrl, newId: ids, log })
  return {
    told: { store, clock, newId: ids, log },
    queue: createSwitch(),
    background: createBackground({ clock, log }),
    transports: { smtp, capture: createCaptureTransport() },
    mailbox: createLiveMailbox(),
  }
}

/** Captured mail goes nowhere, so nobody need know where it would have gone. */
function openRoutes({ nameServers }: AppOptions, house: House, definitions: LiveDefinitions): MailRoutes {
  return createMailRoutes({
    dns: createDns({ limitMs: DNS_LIMIT_MS, servers: nameServers }),
    clock: house.told.clock,
    isWanted: () => house.transports.smtp !== null && definitions.settings().providerLookup,
  })
}

interface Built {
  house: House
  definitions: LiveDefinitions
  routes: MailRoutes
  /** Where the server really listens. */
  place: { url: string }
}

function contextOf({
  config,
  secrets,
  house,
  definitions,
  routes,
  place,
}: Built & { config: Config; secrets: Secrets }): EngineContext {
  return {
    ...house.told,
    timeWatch: createTimeWatch(house.told.clock),
    setAside: createSetAside(house.told.clock),
    overdue: createSideBySide(OVERDUE),
    urgent: createSideBySide(URGENT),
    seen: { lostAlarms: 0 },
    queue: house.queue,
    composer: createComposer(),
    transports: house.transports,
    // Captured mail is in our own store: no relay has ever heard of it.
    witness:
      house.transports.smtp === null
        ? () => null
        : liveRelayLog(() => definitions.settings().evidence, house.told.clock),
    mailboxTrouble: () => house.mailbox.trouble(),
    settings: () => definitions.settings(),
    catalog: () => definitions.catalog(),
    version: createVersionMemory(house.told.store),
    publicUrl: () => config.publicUrl ?? place.url,
    signer: createSigner(secrets.secret),
    random: Math.random,
    inTurn: createTurns(),
    keepPace: createPace(house.told.clock),
    paces: createProviderPaces(house.told.clock, routes),
    clicks: new Map(),
    afterwards: house.background.run,
  }
}

type Life = Pick<
  App,
  'startQueue' | 'startWorker' | 'takeOver' | 'followFiles' | 'admitLeftovers' | 'idle' | 'listensAt' | 'close'
>

function lifeOf(built: Built & { options: AppOptions; context: EngineContext }): Life {
  const { options, house, context, definitions, routes, place } = built
  const { config, log } = options
  const tickers: Ticker[] = []
  let opened: OpenedQueue | null = null
  return {
    async startQueue(own) {
      const answer = (alarm: Alarm) => answerAlarm(context, alarm)
      opened = await openQueue({ config, clock: context.clock, log, answer, own })
      house.queue.use(opened.queue)
      return opened
    },
    takeOver: () => takeOverLeases(context),
    async startWorker() {
      await noticeRestore(context)
      opened?.startWorkers()
      tickers.push(startTicker(() => sweep(context), { everyMs: SWEEP_EVERY_MS, log }))
      tickers.push(house.mailbox.start(context))
    },
    followFiles() {
      tickers.push(startTicker(() => definitions.refresh(), { everyMs: LOOK_AT_FILES_EVERY_MS, log }))
    },
    admitLeftovers() {
      const work = async () => {
        await hearClicks(context)
        return (await completeReceipts(context, LEFTOVERS)) < LEFTOVERS.batch ? 'done' : 'more'
      }
      tickers.push(startTicker(work, { everyMs: SWEEP_EVERY_MS, log }))
    },
    idle: () => house.background.settled(),
    listensAt(url) {
      place.url = url
    },
    async close() {
      routes.close()
      await Promise.all(tickers.map(ticker => ticker.stop()))
      // First nothing is begun any more; then what is on the line ends, and what waits for a line is given back at once.
      const answering = opened?.close()
      const sending = Promise.all([house.transports.smtp?.close(), house.transports.capture.close()])
      await house.background.settled()
      await Promise.all([context.overdue.settled(), context.urgent.settled(), answering, sending])
      await context.store.epoch.tick().catch(error => log.error('the epoch could not be written', error))
      await context.store.close()
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
    whenCalm: async limitMs => current?.whenCalm(limitMs) ?? true,
    trouble: () => current?.trouble() ?? null,
    close: async () => current?.close(),
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
