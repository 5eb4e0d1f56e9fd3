import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketplaceBody, QUICK_SETTINGS, writeQuickWorkflows } from '../support/acceptance-files.ts'
import {
  ADMIN_TOKEN,
  createGround,
  eventually,
  type Ground,
  INGEST_TOKEN,
  isRunning,
  type RunningProduct,
} from '../support/running-product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const TEST_LEAD = {
  userDetails: {
    FirstName: 'MSFT_TEST_636573304831318844',
    LastName: 'MSFT_TEST_636573304831318844',
    Email: 'MSFT_TEST_636573304831318844@test.com',
    Phone: '1234567890',
    Country: 'US',
    Company: 'MSFT_TEST_636573304831318844',
    Title: 'MSFT_TEST_636573304831318844',
  },
  LeadSource: 'AzureMarketplace',
  ActionCode: 'INS',
  OfferTitle: 'Contoso Test',
  Description: 'MSFT_TEST_636573304831318844',
}

const WELCOMED = {
  'ins@one.example': ['INS', 'installed'],
  'plt@two.example': ['PLT', 'contact'],
  'create@three.example': ['Create', 'portal'],
  'drive@four.example': ['StartTestDrive', 'drive'],
  'none@five.example': ['', 'other'],
} as const

let ground: Ground
let sink: SmtpSink
let product: RunningProduct

beforeAll(async () => {
  sink = await startSmtpSink()
  ground = createGround({ settings: QUICK_SETTINGS, environment: { SMTP_URL: sink.url } })
  writeQuickWorkflows(ground)
  product = await ground.up()
})

afterAll(async () => {
  await ground.clear()
  await sink.stop()
})

test('a lead of each action is welcomed and followed up, and nobody else is written to', async () => {
  for (const [email, [action]] of Object.entries(WELCOMED)) {
    const answer = await product.deliver(marketplaceBody({ email, action }))
    expect([answer.status, answer.json.status]).toEqual([200, 'accepted'])
  }
  const again = await product.deliver(marketplaceBody({ email: 'INS@one.example' }))
  expect([again.status, again.json.status]).toEqual([200, 'repeat'])
  await product.deliver(marketplaceBody({ email: 'silent@six.example', action: 'DNC' }))
  await product.deliver(marketplaceBody({ email: 'leaver@seven.example', action: 'PLT' }))
  await product.deliver(marketplaceBody({ email: 'warm@eight.example', action: 'PLT', note: 'please call' }))

  await eventually('seven welcomes and the card for sales', () => sink.mails.length === 8)
  await leavesByTheLinkInTheMail('leaver@seven.example')
  await eventually('the follow-ups', async () => (await subjectsTo(/./)).join().match(/And now/g)?.length === 6)

  for (const [email, [, name]] of Object.entries(WELCOMED))
    expect(await subjectsTo(email)).toEqual([`Welcome, ${name}`, `And now, ${name}`])
  expect(await subjectsTo('silent@six.example')).toEqual([])
  expect(await subjectsTo('leaver@seven.example')).toEqual(['Welcome, contact'])
  expect(await subjectsTo('sam@contoso.example')).toEqual(['Eva Nová (Firma): 60 points: asked for a call'])
  await showsWhatBecameOfThem()
})

async function leavesByTheLinkInTheMail(email: string): Promise<void> {
  const mail = await PostalMime.parse(sink.mails.find(({ to }) => to.includes(email))?.bytes ?? '')
  expect(mail.subject).toBe('Welcome, contact')
  expect(mail.text).toContain('Hello Eva,')
  expect(mail.text).toContain('Thank you for Contoso Analytics.')
  expect(mail.html).toContain('<strong>Contoso Analytics</strong>')
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value
  const link = /<(http[^>]+)>/.exec(header('list-unsubscribe') ?? '')?.[1] ?? ''
  const path = new URL(link).pathname
  expect(link).toBe(`${product.url}${path}`)
  expect([mail.text?.includes(link), mail.html?.includes(link)]).toEqual([true, true])

  expect((await product.fetch(path)).text).toMatch(/<form[^>]*method="post"/i)
  expect((await product.fetch(path, { method: 'HEAD' })).status).toBe(200)
  expect((await product.fetch(path, { method: 'PUT' })).status).toBe(405)
  expect((await product.fetch(`${path}x`, { method: 'POST' })).status).toBe(404)
  expect((await product.lead(email)).suppressions).toEqual([])
  const body = new URLSearchParams('List-Unsubscribe=One-Click')
  expect((await product.fetch(path, { method: 'POST', body })).status).toBe(200)
  expect((await product.fetch(path, { method: 'POST', body })).status).toBe(200)
  const { suppressions, enrollments } = await product.lead(email)
  expect(suppressions).toContainEqual(expect.objectContaining({ scope: 'address', reason: 'unsubscribed' }))
  expect(suppressions).toHaveLength(2)
  expect(enrollments).toMatchObject([{ status: 'stopped' }])
}

async function showsWhatBecameOfThem(): Promise<void> {
  expect(await product.lead('silent@six.example')).toMatchObject({ status: 'do-not-contact', messages: [] })
  const warm = await product.lead('warm@eight.example')
  expect(warm).toMatchObject({ status: 'qualified', escalations: [{ team: 'sales', status: 'open' }] })
  const first = await product.lead('ins@one.example')
  expect(first.inquiries).toMatchObject([{ action: 'INS', source: 'AzureMarketplace', intent: 'active' }])
  await eventually('the end of the workflow', async () => {
    const { enrollments } = await product.lead('ins@one.example')
    return enrollments[0].status === 'finished'
  })
  const { json } = await product.api('GET', '/stats')
  expect(json.receipts).toMatchObject({ accepted: 8, repeat: 1 })
  expect(json.leads).toMatchObject({ open: 6, qualified: 1, 'do-not-contact': 1 })
  expect([json.dueNow, json.late24h]).toEqual([0, 0])
}

test('a thousand looks of link scanners change nothing', { timeout: 60_000 }, async () => {
  const mail = await PostalMime.parse(sink.mails.find(({ to }) => to.includes('ins@one.example'))?.bytes ?? '')
  const link = /<(http[^>]+)>/.exec(mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '')?.[1] ?? ''
  const before = await product.lead('ins@one.example')
  expect(await statusesOfScanners(new URL(link).pathname)).toEqual(new Set([200]))
  expect(await product.lead('ins@one.example')).toEqual(before)
})

/** Link scanners of a company look at every link, again and again and from many places. */
async function statusesOfScanners(path: string): Promise<Set<number>> {
  const statuses = new Set<number>()
  for (let round = 0; round < 20; round += 1) {
    const method = round % 3 === 0 ? 'HEAD' : 'GET'
    const answers = await Promise.all(Array.from({ length: 50 }, () => product.fetch(path, { method })))
    for (const { status } of answers) statuses.add(status)
  }
  return statuses
}

test('what is no lead is kept and shown, and never nurtured', async () => {
  const before = (await product.api('GET', '/stats')).json
  expect((await product.deliver(TEST_LEAD)).json.status).toBe('test')
  const validated = (await product.api('GET', '/receipts?status=test')).json.items
  expect(validated).toMatchObject([{ validatedAt: '2018-03-22T15:48:03.131Z' }])

  const broken = await product.deliver('{"UserDetails":{"Email":"broken@nine.example"')
  expect([broken.status, broken.json.status]).toEqual([202, 'quarantined'])
  const replayed = await product.api('POST', `/receipts/${broken.json.receipt}/replay`)
  expect([replayed.status, replayed.json.status]).toEqual([200, 'quarantined'])
  await eventually('an alert', async () => /not valid JSON/.test((await product.api('GET', '/alerts')).text))

  const tooLarge = await product.deliver(' '.repeat(64 * 1024 + 1))
  expect([tooLarge.status, tooLarge.json.error.code]).toEqual([413, 'too-large'])
  const [kept] = (await product.api('GET', '/receipts?status=quarantined&limit=1')).json.items
  expect(kept).toMatchObject({ truncated: true, size: 64 * 1024 + 1 })

  const after = (await product.api('GET', '/stats')).json
  expect([after.leads, after.enrollments, after.messages]).toEqual([before.leads, before.enrollments, before.messages])
})

test('a form of one’s own is taken in once for each key', async () => {
  const key = { 'idempotency-key': 'form-1' }
  const body = {
    email: 'form@ten.example',
    firstName: 'Ann',
    action: 'PLT',
    source: 'AppSource',
    offer: 'contoso.analytics',
  }
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => product.api('POST', '/leads', body, key)))
  expect(first).toMatchObject({ status: 201, json: { status: 'accepted', lead: { email: 'form@ten.example' } } })
  await eventually('the welcome', async () => (await subjectsTo('form@ten.example')).length === 1)
  others.push(await product.api('POST', '/leads', body, key))
  for (const other of others) expect([other.status, other.json]).toEqual([201, first?.json])
  expect((await product.api('POST', '/leads', { ...body, firstName: 'Bea' }, key)).status).toBe(409)
  expect((await product.lead('form@ten.example')).inquiries).toHaveLength(1)
})

test('only who knows the token sees anything', async () => {
  for (const path of ['/api/v1/leads', '/api/v1/nothing', '/metrics', '/mailbox', '/', '/leads'])
    expect([path, (await product.fetch(path)).status]).toEqual([path, 401])
  for (const path of ['/docs', '/openapi.json', '/healthz', '/readyz', '/ingest/wrong', `/ingest/${INGEST_TOKEN}`])
    expect([path, (await product.fetch(path)).status]).toEqual([path, 200])
  const wrong = await product.fetch('/api/v1/leads', { headers: { authorization: 'Bearer wrong' } })
  expect(wrong.json.error).toMatchObject({ code: 'unauthorized', requestId: expect.any(String) })
  expect((await product.fetch('/ingest/wrong', { method: 'POST', body: '{}' })).status).toBe(404)
  expect((await product.fetch(`/ingest/${INGEST_TOKEN}`, { method: 'PUT', body: '{}' })).status).toBe(405)
})

test('SIGTERM ends it in order, and its log holds neither secrets nor people', async () => {
  const redisPid = product.redisPid()
  expect(isRunning(redisPid)).toBe(true)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
  expect(isRunning(redisPid)).toBe(false)
  expect(product.logged()).not.toContain(ADMIN_TOKEN)
  expect(product.logged()).not.toContain(INGEST_TOKEN)
  expect(product.said()).not.toContain(ADMIN_TOKEN)
  expect(product.logged()).not.toMatch(/@|Nová|Firma|\/u\//)
  expect(product.logged()).not.toMatch(/"level":50/)
})

async function subjectsTo(email: string | RegExp): Promise<string[]> {
  const mails = sink.mails.filter(({ to }) => (typeof email === 'string' ? to.includes(email) : email.test(to.join())))
  return Promise.all(mails.map(async ({ bytes }) => (await PostalMime.parse(bytes)).subject ?? ''))
}
