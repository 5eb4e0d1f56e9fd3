import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type App, createApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { LeadWorld } from '../../src/engine/ports.ts'
import { answerAlarm } from '../../src/engine/sweep.ts'
import { createLog } from '../../src/log.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'

export interface ProductOptions {
  start?: string
  /** Files below `workflows/`; without them the shipped ones run. */
  workflows?: Record<string, string>
  /** Files below `templates/`; without them the shipped ones are used. */
  templates?: Record<string, string>
  /** Text of tend.yaml; without it a publisher without limits. */
  settings?: string
  environment?: Record<string, string>
  /** Name servers in place of those of the machine. */
  nameServers?: string[]
}

/** The real product on a folder of its own: real database, real files, a clock that the test moves, no queue. */
export interface Product {
  app: App
  clock: FakeClock
  config: Config
  folder: string
  /** POSTs a body to the default endpoint, as the marketplace does, and waits until it is enrolled. */
  deliver(body: string | object): Promise<string>
  /** Runs everything that is due up to the moment, in order of time. */
  drainDue(until: string | number): Promise<void>
  /** The lead with this address. Throws when there is none. */
  lead(email: string): Promise<LeadWorld>
  /** Subjects of the mails that left for this address, oldest first. */
  mailsTo(email: string): Promise<{ template: string | null; status: string; at: number }[]>
  write(path: string, text: string): void
  /** Ends the process's hold on the folder and starts anew on it, as after a crash between two commits. */
  restart(meanwhile?: () => void): Promise<void>
  close(): Promise<void>
}

export const PLAIN_SETTINGS = `publisher:
  name: Contoso
  postal-address: 1 Main Street, Prague
  privacy-url: https://contoso.example/privacy
  booking-url: https://contoso.example/call
  sender: {name: Jana at Contoso, email: jana@contoso.example}
offers:
  contoso.analytics: {title: Contoso Analytics}
teams:
  sales: {members: [{name: Sam, email: sam@contoso.example}], accept-within: 4h}
limits: {gap: 0s, per-30-days: unlimited, ceiling: unlimited}
quiet-hours: none
`

const STEPS_AT_MOST = 10_000

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'tend-test-'))
  const clock = fakeClock(options.start ?? '2026-11-24T10:00:00Z')
  const write = (path: string, text: string) => writeFile(join(folder, path), text)
  for (const [name, text] of Object.entries(options.workflows ?? {})) write(`workflows/${name}`, text)
  for (const [name, text] of Object.entries(options.templates ?? {})) write(`templates/${name}`, text)
  write('tend.yaml', options.settings ?? PLAIN_SETTINGS)
  const config = readConfig(environmentOf(folder, options))
  const log = createLog({ level: 'silent', readable: false })
  const { nameServers } = options
  let app = await createApp({ config, log, clock, nameServers })

  const product: Product = {
    get app() {
      return app
    },
    clock,
    config,
    folder,
    write,
    deliver: body => deliver(app, body),
    drainDue: until => drainDue(app, clock, until),
    lead: email => leadOf(app, email),
    async mailsTo(email) {
      const { messages } = await leadOf(app, email)
      return messages
        .filter(({ kind }) => kind === 'nurture')
        .map(({ template, status, gateAt, createdAt }) => ({ template, status, at: gateAt ?? createdAt }))
    },
    async restart(meanwhile) {
      await app.close()
      meanwhile?.()
      app = await createApp({ config, log, clock, nameServers })
    },
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return product
}

function environmentOf(folder: string, options: ProductOptions): Record<string, string> {
  return {
    TEND_DATA: join(folder, 'data'),
    TEND_CONFIG: join(folder, 'tend.yaml'),
    TEND_INGEST_TOKEN: 'ingest-token-of-the-test',
    TEND_ADMIN_TOKEN: 'admin-token-of-the-test',
    ...(options.workflows ? { TEND_WORKFLOWS: join(folder, 'workflows') } : {}),
    ...(options.templates ? { TEND_TEMPLATES: join(folder, 'templates') } : {}),
    ...options.environment,
  }
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

async function deliver(app: App, body: string | object): Promise<string> {
  const endpoint = await app.engine.findEndpoint('ingest-token-of-the-test')
  if (endpoint === null) throw new Error('the default endpoint is missing')
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const receipt = await app.engine.takeInDelivery({ endpoint, body: bytes, size: bytes.byteLength, contentType: null })
  await app.idle()
  return receipt.outcome
}

async function drainDue(app: App, clock: FakeClock, until: string | number): Promise<void> {
  const end = typeof until === 'string' ? Date.parse(until) : until
  for (let steps = 0; steps < STEPS_AT_MOST; steps += 1) {
    const [next] = await app.store.alarms.overdue(end + 1, 1)
    if (next === undefined) break
    clock.set(Math.max(clock.now(), next.dueAt))
    await answerAlarm(app.context, next)
  }
  clock.set(Math.max(clock.now(), end))
}

async function leadOf(app: App, email: string): Promise<LeadWorld> {
  const { items } = await app.engine.listLeads({ email }, { limit: 2, cursor: null })
  const world = items[0] === undefined ? null : await app.engine.findLead(items[0].id)
  if (world === null) throw new Error(`there is no lead ${email}`)
  return world
}
