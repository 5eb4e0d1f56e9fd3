import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  marketplaceBody,
  QUICK_SETTINGS,
  templateText,
  workflowText,
  writeQuickWorkflow,
} from '../support/acceptance-files.ts'
import { createGround, eventually, type Ground, type RunningProduct } from '../support/running-product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

let ground: Ground
let sink: SmtpSink

beforeAll(async () => {
  sink = await startSmtpSink()
})

afterAll(() => sink.stop())

beforeEach(() => {
  ground = createGround({ settings: QUICK_SETTINGS, environment: { SMTP_URL: sink.url } })
  writeQuickWorkflow(ground, { name: 'installed', action: 'INS', wait: '4s' })
})

afterEach(() => ground.clear())

const BROKEN = workflowText('INS', 'installed').replace('- wait', '- wiat')

test('what cannot be run is refused at the first start, with its place and what to do', async () => {
  ground.write('workflows/installed.yaml', BROKEN)
  const refused = ground.run(['up'])
  expect(await refused.ended).toBe(1)
  expect(refused.logged()).toMatch(/installed\.yaml:5:5 error \S+: .*wiat/)
  expect(refused.logged()).toContain('wait')
  expect(refused.logged()).not.toMatch(/\n\s+at /)

  const wrong = { PORT: 'x', PUBLIC_URL: 'nonsense', MAIL_FROM: 'nobody', SMTP_URL: 'http://user:hidden@x' }
  const misled = ground.run(['up'], { environment: wrong })
  expect(await misled.ended).toBe(1)
  for (const name of [...Object.keys(wrong), 'TEND_SECRET'])
    expect(misled.logged()).toMatch(new RegExp(`${name}: .*Example`))
  expect(misled.logged()).not.toContain('hidden')
})

test('a change counts while it runs, a bad one leaves the last good version running, also over a restart', async () => {
  let product = await ground.up()
  await product.deliver(marketplaceBody({ email: 'old@one.example' }))
  await sinkHas(['Welcome, installed'])

  ground.write('templates/installed/follow-up.hbs', templateText('And now the new words', 'Look at'))
  const good = await versionOf(product)
  await eventually('the new version', async () => (await versionOf(product)) !== good)
  await product.deliver(marketplaceBody({ email: 'new@two.example' }))
  await sinkHas(['And now, installed', 'And now the new words'])
  expect(mailsTo('old@one.example')).toHaveLength(2)

  ground.write('workflows/installed.yaml', BROKEN)
  await eventually('readyz to say degraded', async () => /wiat/.test((await product.fetch('/readyz')).text))
  expect((await product.api('GET', '/alerts')).text).toMatch(/installed\.yaml:5:5/)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)

  product = await ground.up()
  expect((await product.fetch('/readyz')).json.degraded.join()).toMatch(/installed\.yaml:5:5/)
  expect((await product.fetch('/healthz')).status).toBe(200)
  await product.deliver(marketplaceBody({ email: 'while-bad@three.example' }))
  await eventually('its welcome', () => mailsTo('while-bad@three.example').length === 1)

  ground.write('workflows/installed.yaml', workflowText('INS', 'installed', '4s'))
  await eventually('readyz to be well again', async () => (await product.fetch('/readyz')).json.degraded.length === 0)
  expect((await product.api('GET', '/alerts')).json.items).toEqual([])

  ground.write('tend.yaml', QUICK_SETTINGS.replace('name: Contoso', 'name: Fabrikam').replace('Jana at Contoso', 'Ida'))
  await eventually('the new sender', async () => {
    await product.deliver(marketplaceBody({ email: `${mailsTo(/./).length}-live@four.example` }))
    return mailsTo(/live/).some(bytes => /^From: Ida /m.test(bytes))
  })
  ground.write('tend.yaml', `${QUICK_SETTINGS}nonsense: 1\n`)
  await eventually('readyz to name the settings', async () => /nonsense/.test((await product.fetch('/readyz')).text))
  await product.deliver(marketplaceBody({ email: 'settings-bad@five.example' }))
  await eventually('its welcome', () => mailsTo('settings-bad@five.example').length === 1)
  expect(mailsTo('settings-bad@five.example')[0]).toMatch(/^From: Ida /m)

  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
  product = await ground.up()
  expect((await product.fetch('/readyz')).text).toContain('nonsense')
  expect((await product.api('GET', '/alerts')).text).toContain('nonsense')
  ground.remove('workflows/installed.yaml')
  ground.write('tend.yaml', QUICK_SETTINGS)
  await eventually('the workflow to be gone', async () => (await versionOf(product)) === 'removed')
  await product.deliver(marketplaceBody({ email: 'unrouted@six.example' }))
  await eventually('an inquiry that nothing takes', async () => {
    const lead = await product.lead('unrouted@six.example')
    return lead?.inquiries.length === 1 && lead.enrollments.length === 0
  })
}, 60_000)

test('a second start on the same data is refused, with the process of the first', async () => {
  const first = await ground.up()
  const second = ground.run(['up'], { environment: { PORT: '0' } })
  expect(await second.ended).toBe(1)
  expect(second.logged()).toContain(String(first.pid))
  const taken = ground.run(['up'], { environment: { TEND_DATA: `${ground.folder}/other` } })
  expect(await taken.ended).toBe(1)
  expect(taken.logged()).toMatch(/another program already listens there/)
  expect((await first.fetch('/healthz')).status).toBe(200)
}, 60_000)

async function sinkHas(subjects: string[]): Promise<void> {
  for (const subject of subjects)
    await eventually(`a mail “${subject}”`, () => mailsTo(/./).some(bytes => bytes.includes(`Subject: ${subject}\r\n`)))
}

function mailsTo(email: string | RegExp): string[] {
  const mails = sink.mails.filter(({ to }) => (typeof email === 'string' ? to.includes(email) : email.test(to.join())))
  return mails.map(({ bytes }) => bytes.toString('utf8'))
}

/** The running version, or its state when it is not active. */
async function versionOf(product: RunningProduct): Promise<string | undefined> {
  const [workflow] = (await product.api('GET', '/workflows')).json.items
  return workflow?.state === 'active' ? workflow.version : (workflow?.state ?? 'removed')
}
