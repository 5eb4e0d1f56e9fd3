import { describe, expect, test } from 'vitest'
import { LEAST, read, readGood } from './settings-texts.ts'

const HOUR = 3_600_000

test('a file with a publisher and a team alone gets every default', () => {
  expect(readGood('')).toEqual({
    publisher: {
      name: 'Contoso',
      postalAddress: '1 Main Street, Prague',
      privacyUrl: 'https://contoso.example/privacy',
      bookingUrl: null,
      sender: { name: 'Jana at Contoso', email: 'jana@contoso.example' },
      replyTo: 'jana@contoso.example',
    },
    offers: {},
    teams: [{ id: 'sales', members: [{ name: 'Sam', email: 'sam@contoso.example' }], acceptWithinMs: 24 * HOUR }],
    limits: { gapMs: 20 * HOUR, per30Days: 5, ceilingPerDay: 4 },
    quietHours: null,
    firstTouchMs: 24 * HOUR,
    holidays: [],
    zone: 'UTC',
    businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' },
    scoring: { qualifiedAt: null, rules: [] },
    intents: { PLT: 'initial', INS: 'active', Create: 'active', StartTestDrive: 'test drive', DNC: 'none' },
    doNotContact: { liftedBy: 'person' },
    evidence: null,
    mailbox: { imap: null, folder: 'INBOX', returnPath: null, unsubscribe: null },
    dkim: null,
    links: { utm: {}, clicks: false },
    webhooks: { amazonSes: null, sendgrid: null, postmark: null, azure: null },
    providerLookup: true,
  })
})

test('a byte order mark and Windows line ends change nothing', () => {
  expect(read(`\uFEFF${LEAST.replaceAll('\n', '\r\n')}`)).toEqual(read(LEAST))
})

test('sections that are left empty count as absent', () => {
  expect(readGood('offers:\nscoring:\n  rules:\nintents:\n')).toEqual(readGood(''))
})

describe('limits', () => {
  const limits = (text: string) => readGood(`limits: ${text}\n`).limits

  test('unlimited lifts all three', () => {
    expect(limits('unlimited')).toEqual({ gapMs: 0, per30Days: null, ceilingPerDay: null })
  })

  test('what a map leaves out stays as shipped', () => {
    expect(limits('{gap: 48h}')).toEqual({ gapMs: 48 * HOUR, per30Days: 5, ceilingPerDay: 4 })
    expect(limits('{}')).toEqual({ gapMs: 20 * HOUR, per30Days: 5, ceilingPerDay: 4 })
  })

  test.each(['0', '0s', 'none', 'unlimited', '0 days', '"0"'])('a gap of %s is no gap', text => {
    expect(limits(`{gap: ${text}}`).gapMs).toBe(0)
  })

  test.each([
    ['4 a day', 4],
    ['4 per day', 4],
    ['4', 4],
    ['"4"', 4],
    ['unlimited', null],
  ])('a ceiling of %s is %s', (text, most) => {
    expect(limits(`{ceiling: ${text}}`).ceilingPerDay).toBe(most)
  })

  test('zero is not unlimited: it is read as none at all, and warned of', () => {
    const { settings, problems } = read(`${LEAST}limits: {per-30-days: 0, ceiling: unlimited}\n`)
    expect(settings?.limits).toMatchObject({ per30Days: 0, ceilingPerDay: null })
    expect(problems).toMatchObject([{ code: 'TEND-S026', severity: 'warning', column: 23 }])
  })
})

describe('times', () => {
  test('a time of day needs no quotes: 20:00 is not twenty times sixty', () => {
    const unquoted = readGood('quiet-hours: {from: 20:00, to: 08:00}\n').quietHours
    expect(unquoted).toEqual({ from: '20:00', to: '08:00', zone: 'lead' })
    expect(readGood('quiet-hours:\n  from: 20:00\n  to: "08:00"\n  zone: lead\n').quietHours).toEqual(unquoted)
  })

  test('quiet hours may be none, and may keep a zone of their own', () => {
    expect(readGood('quiet-hours: none\n').quietHours).toBeNull()
    expect(readGood('quiet-hours: {from: "22:00", to: "06:00", zone: Asia/Tokyo}\n').quietHours?.zone).toBe(
      'Asia/Tokyo',
    )
  })

  test('business hours, first touch and zone', () => {
    const settings = readGood(
      'business-hours: {days: sun-thu, from: "08:00", to: "16:00", zone: Asia/Dubai}\nfirst-touch: 4h\nzone: Asia/Dubai\n',
    )
    expect(settings).toMatchObject({
      businessHours: { days: [1, 2, 3, 4, 7], from: '08:00', to: '16:00', zone: 'Asia/Dubai' },
      firstTouchMs: 4 * HOUR,
      zone: 'Asia/Dubai',
    })
  })
})

test('teams keep the order of the file, and the time to accept in', () => {
  const { teams } = read(
    LEAST.replace(/teams:.*\n/, '') +
      'teams:\n  zebra: {members: [{name: Z, email: z@contoso.example}], accept-within: 4h}\n  ape: {members: [{name: A, email: A@Contoso.Example}]}\n',
  ).settings ?? { teams: [] }
  expect(teams).toEqual([
    { id: 'zebra', members: [{ name: 'Z', email: 'z@contoso.example' }], acceptWithinMs: 4 * HOUR },
    { id: 'ape', members: [{ name: 'A', email: 'A@contoso.example' }], acceptWithinMs: 24 * HOUR },
  ])
})

test('offers are kept in lower case, with intents of their own', () => {
  const { offers } = readGood(
    'offers:\n  Contoso.Analytics: {title: Analytics, intents: {plt: active}}\n  constructor.toString: {title: Odd}\n',
  )
  expect(offers).toEqual({
    'contoso.analytics': { title: 'Analytics', intents: { PLT: 'active' } },
    'constructor.tostring': { title: 'Odd', intents: {} },
  })
})

test('an intent replaces the default whatever its spelling, and leaves the others', () => {
  expect(readGood('intents: {create: initial}\n').intents).toEqual({
    PLT: 'initial',
    INS: 'active',
    Create: 'initial',
    StartTestDrive: 'test drive',
    DNC: 'none',
  })
})

test('scoring keeps the rules in order', () => {
  const { scoring } = readGood(
    'scoring:\n  qualified-at: 60\n  rules:\n    - {if: inquiry.action == "PLT", points: 40, because: asked}\n    - {if: signal.kind == "reply", points: -5, because: replied}\n',
  )
  expect(scoring).toEqual({
    qualifiedAt: 60,
    rules: [
      { if: 'inquiry.action == "PLT"', points: 40, because: 'asked' },
      { if: 'signal.kind == "reply"', points: -5, because: 'replied' },
    ],
  })
  expect(readGood('scoring: {qualified-at: never}\n').scoring).toEqual({ qualifiedAt: null, rules: [] })
})

test('a new inquiry may lift a do-not-contact', () => {
  expect(readGood('do-not-contact: {lifted-by: inquiry}\n').doNotContact.liftedBy).toBe('inquiry')
})

describe('evidence', () => {
  test('is a log, and how long the absence of a mail from it must last', () => {
    const path = '/var/log/mail.log'
    expect(readGood(`evidence: {relay-log: ${path}}\n`).evidence).toEqual({ relayLog: path, settleMs: HOUR / 4 })
    expect(readGood(`evidence: {relay-log: ${path}, settle: 2m}\n`).evidence?.settleMs).toBe(HOUR / 30)
  })
})
