import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { examineDns, type SenderDns } from '../../../src/cli/doctor/examine-dns.ts'
import { createDns } from '../../../src/dns/ask-dns.ts'
import type { Dkim, Mailbox, Publisher } from '../../../src/domain/settings.ts'
import { type DnsServer, type DnsTable, startDnsServer } from '../../support/dns-server.ts'
import { settings } from '../../support/facts.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const DKIM = { domain: 'contoso.com', selector: 'tend', key: KEY }
const published = (key: typeof publicKey, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ type, format: 'der' }).toString('base64')
const RECORD = `v=DKIM1; k=rsa; p=${published(publicKey)}`

const GOOD: DnsTable = {
  com: {},
  'contoso.com': { TXT: ['site-verification=1', 'v=spf1 include:relay.net -all'], MX: ['mx.contoso.com'] },
  'tend._domainkey.contoso.com': { TXT: [RECORD] },
  '_dmarc.contoso.com': { TXT: ['v=DMARC1; p=none; rua=mailto:dmarc@contoso.com'] },
}

let server: DnsServer

beforeEach(async () => {
  server = await startDnsServer({ ...GOOD })
})

afterEach(() => server.stop())

interface Sender {
  email?: string
  replyTo?: string
  mailbox?: Partial<Mailbox>
  dkim?: Dkim | null
  limitMs?: number
  dns?: Partial<SenderDns>
}

async function examine({ email = 'jana@contoso.com', replyTo = email, mailbox, dkim = DKIM, ...how }: Sender) {
  const plain = settings()
  const publisher: Publisher = { ...plain.publisher, sender: { name: 'Jana', email }, replyTo }
  const given = { ...plain, publisher, mailbox: { ...plain.mailbox, ...mailbox }, dkim }
  const dns = createDns({ limitMs: how.limitMs ?? 3_000, servers: [server.address] })
  return examineDns(given, { ...dns, ...how.dns })
}

/** `status words` of one check. */
async function told(check: string, sender: Sender = {}): Promise<string[]> {
  const findings = await examine(sender)
  return findings.filter(one => one.check === check).map(({ status, words }) => `${status} ${words}`)
}

test('a sender whose records are all there is found well, with what they say', async () => {
  const findings = await examine({ mailbox: { returnPath: 'bounces@contoso.com', unsubscribe: 'leave@contoso.com' } })
  expect(findings.map(({ check, status, words }) => `${status} ${check}: ${words}`)).toEqual([
    'ok spf: contoso.com: v=spf1 include:relay.net -all',
    'ok dkim: the key at tend._domainkey.contoso.com belongs to `dkim.key`',
    'ok dmarc: _dmarc.contoso.com: v=DMARC1; p=none; rua=mailto:dmarc@contoso.com',
    'ok mx: answers and bounces and unsubscribes arrive at contoso.com: mx.contoso.com',
  ])
  expect(findings.every(({ nextAction }) => nextAction === null)).toBe(true)
})

test('a sender for examples has nothing to look up', async () => {
  expect(await examine({ email: 'jana@contoso.example' })).toEqual([])
  expect(server.asked).toEqual([])
})

describe('SPF', () => {
  test.each([
    [[], 'warn contoso.com does not say who may send for it'],
    [['v=spf10 -all'], 'warn contoso.com does not say who may send for it'],
    [['v=spf1 mx -all', 'v=spf1 a -all'], 'fail contoso.com has 2 SPF records'],
    [['v=spf1 mx +all'], 'fail contoso.com lets everybody send: v=spf1 mx +all'],
    [['v=spf1 all'], 'fail contoso.com lets everybody send: v=spf1 all'],
    [['V=SPF1 mx ~all'], 'ok contoso.com: V=SPF1 mx ~all'],
    [['v=spf1 redirect=_spf.all.net'], 'ok contoso.com: v=spf1 redirect=_spf.all.net'],
  ])('%j: %s', async (TXT, expected) => {
    server.table['contoso.com'] = { TXT }
    expect(await told('spf')).toEqual([expected])
  })

  it('is asked for the domain of the return path', async () => {
    server.table['mail.contoso.com'] = { TXT: ['v=spf1 ip4:203.0.113.7 -all'] }
    expect(await told('spf', { mailbox: { returnPath: 'bounces@mail.contoso.com' } })).toEqual([
      'ok mail.contoso.com: v=spf1 ip4:203.0.113.7 -all',
    ])
  })
})

describe('DKIM', () => {
  const NAME = 'tend._domainkey.contoso.com'
  const FOREIGN = `fail the key at ${NAME} does not belong to \`dkim.key\`, so every signature is void`
  test.each([
    ['another key', [`v=DKIM1; p=${published(other.publicKey)}`], FOREIGN],
    ['a key taken back', ['v=DKIM1; p='], FOREIGN],
    ['no key at all', ['hello'], FOREIGN],
    ['a name with nothing', [], `fail ${NAME} has no key, so every signature is void`],
    ['the key twice', [RECORD, 'hello'], `warn ${NAME} has 2 TXT records`],
    ['a trial', [`${RECORD}; t=s:y`], `warn ${NAME} says \`t=y\`: signatures are for trial and count for nothing`],
    ['blanks', [RECORD.replaceAll(/(.{40})/g, '$1 ')], `ok the key at ${NAME} belongs to \`dkim.key\``],
    ['the bare key', [`p=${published(publicKey, 'pkcs1')}`], `ok the key at ${NAME} belongs to \`dkim.key\``],
  ])('%s', async (_, TXT, expected) => {
    server.table[NAME] = { TXT }
    expect(await told('dkim')).toEqual([expected])
  })

  it('says the record that must be there, which is no secret', async () => {
    delete server.table[NAME]
    const finding = (await examine({})).find(({ check }) => check === 'dkim')
    expect(finding?.nextAction).toBe(`Its TXT record must be \`${RECORD}\`.`)
  })

  it('is left to the relay where the settings sign nothing', async () => {
    expect(await told('dkim', { dkim: null })).toEqual([])
    expect(server.asked).not.toContain(`TXT ${NAME}`)
  })
})

describe('DMARC', () => {
  const NAME = '_dmarc.contoso.com'
  test.each([
    [[], 'warn contoso.com has no policy'],
    [['v=DMARC10; p=none'], 'warn contoso.com has no policy'],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], `warn ${NAME} has 2 policies, which count as none`],
    [['v=DMARC1; rua=mailto:a@b.cz'], `warn ${NAME} does not say what to do: v=DMARC1; rua=mailto:a@b.cz`],
    [['v=DMARC1;p=Reject'], `ok ${NAME}: v=DMARC1;p=Reject`],
  ])('%j: %s', async (TXT, expected) => {
    server.table[NAME] = { TXT }
    expect(await told('dmarc')).toEqual([expected])
  })

  it('is found at the domain above, which then joins what is below it', async () => {
    const sender = { email: 'jana@news.contoso.com', mailbox: { returnPath: 'bounces@bounce.contoso.com' } }
    expect(await told('dmarc', sender)).toEqual([`ok ${NAME}: v=DMARC1; p=none; rua=mailto:dmarc@contoso.com`])
    server.table['_dmarc.news.contoso.com'] = { TXT: ['v=DMARC1; p=reject'] }
    expect((await told('dmarc', sender))[0]).toBe('ok _dmarc.news.contoso.com: v=DMARC1; p=reject')
  })

  it('tells a signature and a return path that do not count', async () => {
    const foreign = { mailbox: { returnPath: 'bounces@notcontoso.com' }, dkim: { ...DKIM, domain: 'relay.net' } }
    expect((await told('dmarc', foreign)).slice(1)).toEqual([
      'fail the signature is of relay.net, which does not count for mail from contoso.com',
      'warn the return path is of notcontoso.com, so its SPF does not count for mail from contoso.com',
    ])
    delete server.table[NAME]
    expect(await told('dmarc', foreign)).toHaveLength(3)
  })

  it('takes a strict policy at its word', async () => {
    const below = { mailbox: { returnPath: 'bounces@mail.contoso.com' }, dkim: { ...DKIM, domain: 'mail.contoso.com' } }
    expect(await told('dmarc', below)).toHaveLength(1)
    server.table[NAME] = { TXT: ['v=DMARC1; p=none; adkim=s; aspf=s'] }
    expect((await told('dmarc', below)).map(line => line.split(' ')[0])).toEqual(['ok', 'fail', 'warn'])
  })
})

describe('what comes back', () => {
  const sender = { replyTo: 'hello@fabrikam.com', mailbox: { unsubscribe: 'leave@fabrikam.com' } }
  const answers = async () => (await told('mx', sender)).find(line => line.includes('fabrikam.com'))

  it('needs a mail server where it is sent to', async () => {
    expect(await told('mx', sender)).toEqual([
      'fail fabrikam.com has no mail server, so no answers and unsubscribes arrive',
      'ok bounces arrive at contoso.com: mx.contoso.com',
    ])
    server.table['fabrikam.com'] = { A: ['203.0.113.7'] }
    expect(await answers()).toBe(
      'warn fabrikam.com has no MX record, only an address: answers and unsubscribes may arrive there or not',
    )
    server.table['fabrikam.com'] = { MX: ['.'] }
    expect(await answers()).toBe('fail fabrikam.com takes no mail at all, so no answers and unsubscribes arrive')
    server.table['fabrikam.com'] = { MX: ['mx1.fabrikam.com', 'mx2.fabrikam.com'] }
    expect(await answers()).toBe(
      'ok answers and unsubscribes arrive at fabrikam.com: mx1.fabrikam.com, mx2.fabrikam.com',
    )
  })
})

describe('a DNS that does not answer', () => {
  test.each([
    ['silent', /^warn dns: could not be looked up: no answer within 0\.2 s$/],
    ['failing', /^warn dns: could not be looked up: \w+ ESERVFAIL/],
  ] as const)('and is %s says nothing against the sender', async (mood, words) => {
    server.mood = mood
    const findings = await examine({ limitMs: 200 })
    expect(findings.map(({ check, status, words }) => `${status} ${check}: ${words}`)).toEqual([
      expect.stringMatching(words),
    ])
  })

  it('is one, too, that knows no domain of the world', async () => {
    server.table = {}
    expect((await examine({})).map(({ status, words }) => `${status} ${words}`)).toEqual([
      'warn the name server of this machine does not even know .com, so the records of contoso.com were not looked at',
    ])
  })

  it('for one question only leaves the others their findings', async () => {
    const texts = async () => {
      throw new Error('queryTxt ECONNREFUSED')
    }
    const findings = await examine({ dns: { texts } })
    expect(findings.map(({ check, status }) => `${status} ${check}`)).toEqual([
      'warn spf',
      'warn dkim',
      'warn dmarc',
      'ok mx',
    ])
    expect(findings[0]?.words).toBe('could not be looked up: queryTxt ECONNREFUSED')
  })
})
