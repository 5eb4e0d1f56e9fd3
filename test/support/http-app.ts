import type { Hono } from 'hono'
import type { Settings } from '../../src/domain/settings.ts'
import type { Engine } from '../../src/engine/engine-api.ts'
import { createHttpApp } from '../../src/http/app.ts'
import type { HttpDeps, HttpEnv } from '../../src/http/deps.ts'
import { NOON } from './engine-rows.ts'
import { createEngineStandIn } from './engine-stand-in.ts'
import { emptyData, type StandInData } from './stand-in-data.ts'

export const ADMIN_TOKEN = 'admin-token-for-tests'

export interface TestApp {
  app: Hono<HttpEnv>
  data: StandInData
  clock: { at: number; now(): number }
  /** Every line that went to the log, as JSON. */
  lines: string[]
  /** A request with the Bearer token; an object body is sent as JSON. */
  api(method: string, path: string, body?: unknown): Promise<Response>
  /** A signed-in person. */
  signIn(): Promise<Person>
}

export interface Person {
  cookie: string
  get(path: string): Promise<Response>
  /** Fills and sends a form of that page as the browser would. */
  post(path: string, fields?: Record<string, string>): Promise<Response>
}

/** The HTTP layer over an engine stand-in; `engine` replaces single verbs. */
export function createTestApp(
  options: {
    data?: StandInData
    engine?: Partial<Engine>
    deps?: Partial<HttpDeps>
    settings?: Partial<Settings>
  } = {},
): TestApp {
  const data = options.data ?? emptyData()
  const clock = { at: NOON, now: () => clock.at, uptime: () => clock.at }
  const lines: string[] = []
  const app = createHttpApp({
    engine: { ...createEngineStandIn(data), ...options.engine },
    clock,
    adminToken: ADMIN_TOKEN,
    publicUrl: null,
    secureCookies: false,
    settings: () => ({ ...SETTINGS, ...options.settings }),
    askAmazon: async url => {
      throw new Error(`nobody is to ask ${url}`)
    },
    log: {
      info: (message, fields) => lines.push(JSON.stringify({ message, ...fields })),
      error: (message, cause) => lines.push(JSON.stringify({ message, cause: String(cause) })),
    },
    version: '0.1.0',
    sessionSecret: 'session-secret-for-tests',
    templates: NO_TEMPLATES,
    ...options.deps,
  })
  return {
    app,
    data,
    clock,
    lines,
    api: async (method, path, body) => app.request(`/api/v1${path}`, jsonRequest(method, body)),
    signIn: () => signIn(app),
  }
}

export const NO_TEMPLATES: HttpDeps['templates'] = {
  list: async () => ({ templates: [], problems: [] }),
  preview: async name => {
    throw new Error(`there is no template ${name}`)
  },
}

function jsonRequest(method: string, body: unknown): RequestInit {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  return body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
}

async function signIn(app: Hono<HttpEnv>): Promise<Person> {
  const answer = await app.request(`/?token=${ADMIN_TOKEN}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const get = async (path: string) => app.request(path, { headers: { cookie, accept: 'text/html' } })
  return {
    cookie,
    get,
    async post(path, fields = {}) {
      const csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? ''
      const headers = { cookie, accept: 'text/html', origin: 'null', 'sec-fetch-site': 'same-origin' }
      return app.request(path, { method: 'POST', headers, body: new URLSearchParams({ csrf, ...fields }) })
    },
  }
}

const HOURS = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' } satisfies Settings['businessHours']

const SETTINGS: Settings = {
  publisher: {
    name: 'Contoso',
    postalAddress: '1 Main Street, Prague',
    privacyUrl: 'https://contoso.example/privacy',
    bookingUrl: null,
    sender: { name: 'Jana at Contoso', email: 'jana@contoso.example' },
    replyTo: 'jana@contoso.example',
  },
  offers: { 'contoso.analytics': { title: 'Contoso Analytics', intents: {} } },
  teams: [
    {
      id: 'sales',
      members: [
        { name: 'Lea', email: 'lea@contoso.example' },
        { name: 'Sam', email: 'sam@contoso.example' },
      ],
      acceptWithinMs: 14_400_000,
    },
  ],
  limits: { gapMs: 72_000_000, per30Days: 5, ceilingPerDay: 4 },
  quietHours: null,
  firstTouchMs: 86_400_000,
  zone: 'Europe/Prague',
  businessHours: HOURS,

  holidays: [],
  scoring: { qualifiedAt: 60, rules: [] },
  intents: {},
  doNotContact: { liftedBy: 'person' },
  evidence: null,
  mailbox: { imap: null, folder: 'INBOX', returnPath: null, unsubscribe: null },
  dkim: null,
  links: { utm: {}, clicks: false },
  webhooks: { amazonSes: null, sendgrid: null, postmark: null, azure: null },
  providerLookup: true,
}
