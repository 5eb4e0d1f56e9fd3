import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import type { App } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { TendError } from '../domain/errors.ts'
import type { EngineContext } from '../engine/context.ts'
import type { Engine } from '../engine/engine-api.ts'
import type { Store } from '../engine/ports.ts'
import { createLog } from '../log.ts'
import { systemClock } from '../system-clock.ts'

export interface OpenStore {
  config: Config
  store: Store
}

export interface OpenEngine extends OpenStore {
  engine: Engine
}

/** Opens the database, beside a running product where there is one, and closes it when the work is done. */
export async function withStore<T>(work: (open: OpenStore) => Promise<T>): Promise<T> {
  const config = readConfig()
  const { openSqliteStore } = await import('../sqlite/open.ts')
  const { newId } = await import('../new-id.ts')
  mkdirSync(dirname(config.databaseUrl), { recursive: true, mode: 0o700 })
  const store = await openSqliteStore({ file: config.databaseUrl, newId, log: quietLog() })
  try {
    return await work({ config, store })
  } finally {
    await store.close()
  }
}

/**
 * The same with the engine's verbs, for those that need neither workflow files nor settings: they work even while a
 * file is broken. What they make due is found by the sweep of the running product.
 */
export function withEngine<T>(work: (open: OpenEngine) => Promise<T>): Promise<T> {
  return withStore(async ({ config, store }) => {
    const { createEngine } = await import('../engine/create-engine.ts')
    const engine = createEngine(await contextWithoutFiles(config, store))
    return work({ config, store, engine })
  })
}

/** The whole product without its doors, clock and queue, for what takes leads in: the running one, or the next, goes on. */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const { createApp } = await import('../app.ts')
  const app = await createApp({ config: readConfig(), log: quietLog() })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

/** Who acts, for the timeline. */
export function whoActs(): string {
  try {
    return `${userInfo().username} (command line)`
  } catch {
    return 'command line'
  }
}

async function contextWithoutFiles(config: Config, store: Store): Promise<EngineContext> {
  const { newId } = await import('../new-id.ts')
  const { createCaptureTransport } = await import('../email/capture-transport.ts')
  const { createPace } = await import('../engine/keep-pace.ts')
  const { createProviderPaces } = await import('../engine/keep-provider-pace.ts')
  const { createTurns } = await import('../engine/take-turns.ts')
  const { createSetAside } = await import('../engine/set-aside.ts')
  const { createSideBySide } = await import('../side-by-side.ts')
  const { createTimeWatch } = await import('../engine/watch-time.ts')
  const { createVersionMemory } = await import('../engine/version-memory.ts')
  const { createSigner, readSecrets } = await import('../secrets.ts')
  return {
    store,
    newId,
    clock: systemClock,
    timeWatch: createTimeWatch(systemClock),
    setAside: createSetAside(systemClock),
    overdue: createSideBySide({ width: 1, limitMs: 0 }),
    urgent: createSideBySide({ width: 1, limitMs: 0 }),
    seen: { lostAlarms: 0 },
    log: quietLog(),
    queue: { arm: () => undefined, whenCalm: async () => true, trouble: () => null, close: async () => undefined },
    composer: { compose: () => needsFiles() },
    transports: { smtp: null, capture: createCaptureTransport() },
    witness: () => null,
    mailboxTrouble: () => null,
    settings: () => needsFiles(),
    catalog: () => ({ workflows: [], notices: {}, stepMaps: [], troubles: {} }),
    version: createVersionMemory(store),
    publicUrl: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
    signer: createSigner(readSecrets(config).secret),
    random: Math.random,
    inTurn: createTurns(),
    keepPace: createPace(systemClock),
    paces: createProviderPaces(systemClock, { providerOf: () => null }),
    clicks: new Map(),
    afterwards: () => false,
  }
}

function needsFiles(): never {
  throw new TendError({
    code: 'internal',
    message: 'This command was meant to work without settings and workflows, and asked for them.',
    nextAction: 'This is a defect in Tend: report it with the command line.',
  })
}

function quietLog() {
  return createLog({ level: 'warn', readable: process.stderr.isTTY })
}
