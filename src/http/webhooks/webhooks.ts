import type { Context } from 'hono'
import { Hono } from 'hono'
import type { ReportSource } from '../../domain/bounces/delivery-report.ts'
import type { Webhooks } from '../../domain/settings.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { answerProblem, problem } from '../errors.ts'
import { readLimited } from '../read-body.ts'
import { isSame } from '../session.ts'
import { readAmazonSes } from './amazon-ses.ts'
import { readAzure } from './azure.ts'
import { readPostmark } from './postmark.ts'
import type { WebhookReading, WebhookRequest } from './reading.ts'
import { readSendgrid } from './sendgrid.ts'
import { openEnvelope, type SnsSecrets } from './sns.ts'

const BODY_LIMIT_BYTES = 1024 * 1024

type Provider = Exclude<ReportSource, 'mailbox' | 'api'>
type AskAmazon = HttpDeps['askAmazon']
type Ports = Pick<HttpDeps, 'clock' | 'askAmazon'>
type Read = (webhooks: Webhooks, request: WebhookRequest, ports: Ports) => Promise<WebhookReading | null>

/** Null where the settings do not name the provider: then there is nothing at its address. */
const READERS: Record<Provider, Read> = {
  'amazon-ses': async ({ amazonSes }, request, ports) => amazonSes && readThroughSns(request, amazonSes, ports),
  sendgrid: async ({ sendgrid }, request) => sendgrid && readSendgrid(request, sendgrid),
  postmark: async ({ postmark }, request) => postmark && readPostmark(request, postmark),
  azure: async ({ azure }, request) => azure && readAzure(request, azure),
}

/** Where mail providers tell of bounces and complaints. 200 only when what they told is kept. */
export function createWebhooks(deps: HttpDeps): Hono<HttpEnv> {
  const webhooks = new Hono<HttpEnv>()
  const ports = { clock: deps.clock, askAmazon: remembering(deps.askAmazon) }
  webhooks.post('/:provider/:token?', async c => {
    try {
      return await takeIn(deps, ports, c)
    } catch (error) {
      deps.log.error(`A report of ${c.req.param('provider')} could not be worked off`, error)
      return answerProblem(c, NOT_KEPT)
    }
  })
  // CloudEvents ask with OPTIONS whether the address wants them.
  webhooks.options('/azure/:token', c => {
    const { azure } = deps.settings().webhooks
    const origin = c.req.header('webhook-request-origin')
    if (azure === null || origin === undefined || !isSame(c.req.param('token'), azure.token)) return c.body(null, 404)
    return c.body(null, 200, { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' })
  })
  return webhooks
}

async function takeIn(deps: HttpDeps, ports: Ports, c: Context<HttpEnv>) {
  const provider = c.req.param('provider') ?? ''
  if (!isProvider(provider)) return answerProblem(c, unknownProvider(provider))
  const { bytes, size } = await readLimited(c.req.raw, BODY_LIMIT_BYTES)
  if (size > BODY_LIMIT_BYTES) return answerProblem(c, TOO_LARGE)
  const body = new TextDecoder().decode(bytes)
  const request = { body, token: c.req.param('token') ?? null, header: (name: string) => c.req.header(name) }
  const reading = await READERS[provider](deps.settings().webhooks, request, ports)
  if (reading === null) return answerProblem(c, unknownProvider(provider))
  return act(deps, ports, c, { provider, reading })
}

async function act(
  deps: HttpDeps,
  { askAmazon }: Ports,
  c: Context<HttpEnv>,
  { provider, reading }: { provider: Provider; reading: WebhookReading },
) {
  switch (reading.kind) {
    case 'refused':
      deps.log.info('A report of a mail provider was refused', { provider, because: reading.because })
      return answerProblem(c, unproven(reading.because))
    case 'unreadable':
      deps.log.info('A report of a mail provider was not understood', { provider, expected: reading.expected })
      return answerProblem(c, problem('bad-request', `Expected ${reading.expected}.`, 'Nothing was kept of it.'))
    case 'handshake':
      return c.json(reading.answer)
    case 'confirmation':
      await askAmazon(reading.url)
      deps.log.info('A topic of Amazon SNS was confirmed', { provider })
      return c.json({ status: 'confirmed' })
    case 'reports':
      if (reading.reports.length > 0) await deps.engine.takeInReports(reading.reports)
      return c.json({ status: 'accepted', reports: reading.reports.length })
  }
}

async function readThroughSns(request: WebhookRequest, secrets: SnsSecrets, { clock, askAmazon }: Ports) {
  const opened = openEnvelope(request, secrets)
  if ('kind' in opened) return opened
  return readAmazonSes(opened, await askAmazon(opened.SigningCertURL), clock.now())
}

const CERTIFICATES_KEPT = 8

/** Certificates are asked for once; a confirmation is asked anew each time. */
function remembering(ask: AskAmazon): AskAmazon {
  const known = new Map<string, string>()
  return async url => {
    const kept = known.get(url)
    if (kept !== undefined) return kept
    const answer = await ask(url)
    if (!url.endsWith('.pem')) return answer
    if (known.size >= CERTIFICATES_KEPT) known.clear()
    known.set(url, answer)
    return answer
  }
}

function isProvider(word: string): word is Provider {
  return Object.hasOwn(READERS, word)
}

function unknownProvider(provider: string) {
  const message = `Nobody listens to ${isProvider(provider) ? provider : 'that provider'} here.`
  return problem('not-found', message, `Name it under \`webhooks\` in tend.yaml: ${Object.keys(READERS).join(', ')}.`)
}

function unproven(because: string) {
  const nextAction = 'Compare the address and the key at the provider with `webhooks` in tend.yaml.'
  return problem(
    'unauthorized',
    `Expected a report with the provider's proof; ${because}. Nothing was kept.`,
    nextAction,
  )
}

const TOO_LARGE = problem('too-large', 'Expected at most 1 MiB.', 'Let the provider send fewer events at once.')

const NOT_KEPT = problem('not-durable', 'The report could not be worked off.', 'Send it again in a while.')
