import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyDkim } from '../support/dkim-verifier.ts'
import { type DnsServer, startDnsServer } from '../support/dns-server.ts'
import { MAIL_PASSWORD, type MailServers, startMailServers } from '../support/mail-servers.ts'
import { createGround, eventually, type Ground, type RunningProduct } from '../support/running-product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

/** What is heard within so long is heard soon enough. */
const SOON_MS = 10_000

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PUBLISHED_KEY = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

const SETTINGS = `publisher:
  name: Contoso
  postal-address: 1 Main Street, Prague
  privacy-url: https://contoso.example/privacy
  booking-url: https://contoso.example/call
  sender: {name: Jana at Contoso, email: jana@contoso.example}
offers:
  contoso.analytics: {title: Contoso Analytics}
teams:
  sales: {members: [{name: Sam, email: sam@contoso.example}]}
limits: {gap: 0s, per-30-days: unlimited, ceiling: unlimited}
mailbox:
  imap: \${IMAP_URL}
  return-path: bounces@contoso.example
  unsubscribe: leave@contoso.example
dkim: {domain: contoso.example, selector: tend, key: "\${DKIM_KEY}"}
`

let servers: MailServers
let dns: DnsServer
let ground: Ground
let product: RunningProduct

beforeAll(async () => {
  servers = await startMailServers()
  dns = await startDnsServer({ 'tend._domainkey.contoso.example': { TXT: [`v=DKIM1; k=rsa; p=${PUBLISHED_KEY}`] } })
  ground = createGround({
    settings: SETTINGS,
    environment: {
      SMTP_URL: servers.smtpUrl,
      IMAP_URL: servers.imapUrl('inbox'),
      DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  })
  ground.write(
    'workflows/asked.yaml',
    'title: Asked\nfor: {action: [PLT]}\nstop-on: [reply]\nsteps:\n  - send: asked/welcome\n  - wait: 3 days\n  - send: asked/follow-up\n',
  )
  ground.write('templates/asked/welcome.hbs', WELCOME)
  ground.write('templates/asked/follow-up.hbs', FOLLOW_UP)
  product = await ground.up()
}, 90_000)

afterAll(async () => {
  await ground?.clear()
  await servers?.stop()
  await dns?.stop()
})

/** A lead whose welcome mail has left. */
async function welcomed(email: string) {
  await product.deliver(leadBody({ details: { email } }))
  const found = await eventually(`the welcome of ${email} left`, async () => {
    const lead = await product.lead(email)
    const [message] = lead?.messages ?? []
    return message?.status === 'sent' ? { lead: lead.lead ?? lead, message } : null
  })
  if (found === null) throw new Error('nothing was waited for')
  return found
}

interface Received {
  bytes: Buffer
  mail: Email
  header(name: string): string | undefined
}

/** The mail in the customer's own mailbox. */
async function received(user: string): Promise<Received> {
  const mail = await eventually(`a mail for ${user}`, () => newestOf(user))
  if (mail === null) throw new Error('nothing was waited for')
  return mail
}

async function newestOf(user: string): Promise<Received | null> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: servers.imapPort,
    secure: false,
    auth: { user, pass: MAIL_PASSWORD },
    logger: false,
  })
  await client.connect()
  try {
    await client.mailboxOpen('INBOX')
    const found = await client.fetchOne('*', { source: true }).catch(() => false as const)
    if (!found || found.source === undefined) return null
    const mail = await PostalMime.parse(found.source)
    const header = (name: string) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value
    return { bytes: Buffer.from(found.source), mail, header }
  } finally {
    client.close()
  }
}

/** The key that whoever receives the mail finds, by the names in its signature. */
async function keyInDns({ s, d }: Record<string, string>): Promise<KeyObject> {
  const resolver = new Resolver()
  resolver.setServers([dns.address])
  const records = await resolver.resolveTxt(`${s}._domainkey.${d}`)
  const key = /\bp=([^;\s]+)/.exec(records[0]?.join('') ?? '')?.[1] ?? ''
  return createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
}

async function post(mail: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]) {
  const smtp = createTransport({ host: '127.0.0.1', port: servers.smtpPort, secure: false, ignoreTLS: true })
  await smtp.sendMail(mail)
  smtp.close()
}

const soon = <T>(what: string, look: () => Promise<T>) => eventually(what, look, SOON_MS)

describe('a mail to a lead', () => {
  it('arrives signed, with everything that mailbox providers ask for', async () => {
    await welcomed('eva@customer.example')
    const { bytes, mail, header } = await received('eva')
    const start = bytes.subarray(bytes.indexOf('DKIM-Signature:'))
    const { tags } = verifyDkim(start, publicKey)
    expect(verifyDkim(start, await keyInDns(tags)).because).toBe('')
    expect(dns.asked).toEqual(['TXT tend._domainkey.contoso.example'])
    const signed = tags.h?.toLowerCase().split(':')
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']) {
      expect(signed).toContain(name)
    }
    expect(mail.from).toEqual({ name: 'Jana at Contoso', address: 'jana@contoso.example' })
    expect(header('Reply-To')).toContain('jana@contoso.example')
    expect(header('Message-ID')).toMatch(/^<msg_\w+@contoso\.example>$/)
    expect(header('List-Unsubscribe')).toMatch(/^<http\S+\/u\/\S+>, <mailto:leave\+\w+@contoso\.example\S*>$/)
    expect(header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    expect(header('List-Id')).toContain('contoso.example')
    expect(header('Feedback-ID')?.split(':').length).toBeLessThanOrEqual(4)
    expect(header('Return-Path')).toMatch(/^<?bounces\+\w+@contoso\.example>?$/)
    expect(mail.text).toContain('Eva')
    expect(mail.html).toContain('Eva')
  })
})

describe('what comes back is heard within ten seconds', () => {
  it('a reply', async () => {
    const { message } = await welcomed('rita@customer.example')
    await post({
      from: 'Rita <rita@customer.example>',
      to: 'jana@contoso.example',
      subject: 'Re: Welcome',
      inReplyTo: message.messageId ?? (await received('rita')).header('Message-ID'),
      text: 'Please call me.\n\nOn Tuesday Jana wrote:\n> Hello',
    })
    const lead = await soon('the reply', async () => {
      const found = await product.lead('rita@customer.example')
      return found.enrollments[0].status === 'stopped' ? found : null
    })
    expect(lead.enrollments[0].endReason).toBe('reply')
    const { json } = await product.api('GET', `/leads/${lead.lead?.id ?? lead.id}/timeline`)
    expect(JSON.stringify(json)).toContain('Please call me.')
    expect(JSON.stringify(json)).not.toContain('> Hello')
  })

  it('an absence, which stops nothing and moves the next mail', async () => {
    await welcomed('olga@customer.example')
    const inReplyTo = (await received('olga')).header('Message-ID')
    const back = new Date(Date.now() + 20 * 86_400_000)
    const day = back.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    await post({
      from: 'olga@customer.example',
      to: 'jana@contoso.example',
      subject: 'Automatic reply: Welcome',
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      headers: { 'Auto-Submitted': 'auto-replied' },
      text: `Thank you for your mail. I am back on ${day}.`,
    })
    const lead = await soon('the moved step', async () => {
      const found = await product.lead('olga@customer.example')
      const dueAt = Date.parse(found.enrollments[0].dueAt)
      return dueAt > Date.now() + 15 * 86_400_000 ? found : null
    })
    expect(lead.enrollments[0].status).toBe('active')
    expect(lead.enrollments[0].dueAt.slice(0, 10)).toBe(back.toISOString().slice(0, 10))
  })

  it('an address that does not exist', async () => {
    await welcomed('nobody@gone.example')
    const lead = await soon('the suppression', async () => {
      const found = await product.lead('nobody@gone.example')
      return found.suppressions.length > 0 ? found : null
    })
    expect(lead.suppressions).toMatchObject([{ scope: 'address', reason: 'hard-bounce' }])
    expect(lead.enrollments[0].status).toBe('stopped')
  })

  it('a full mailbox, which is no reason to stop', async () => {
    const { lead } = await welcomed('busy@full.example')
    await soon('the report', async () => {
      const { text } = await product.api('GET', `/leads/${lead.id}/timeline`)
      return text.includes('mailbox is full')
    })
    const found = await product.lead('busy@full.example')
    expect(found.suppressions).toEqual([])
    expect(found.enrollments[0].status).toBe('active')
  })

  it('a complaint', async () => {
    await welcomed('cora@customer.example')
    const { header, bytes } = await received('cora')
    const returnPath = /bounces\+\w+@contoso\.example/.exec(header('Return-Path') ?? '')?.[0] ?? ''
    await post({ envelope: { from: 'fbl@provider.example', to: returnPath }, raw: complaint(returnPath, bytes) })
    const lead = await soon('the suppressions', async () => {
      const found = await product.lead('cora@customer.example')
      return found.suppressions.length > 0 ? found : null
    })
    expect(lead.suppressions.map(({ reason }: { reason: string }) => reason)).toContain('complaint')
    expect(lead.enrollments[0].status).toBe('stopped')
  })

  it('a wish to get no more, by mail', async () => {
    await welcomed('uma@customer.example')
    const { header } = await received('uma')
    const to = /mailto:([^>?]+)/.exec(header('List-Unsubscribe') ?? '')?.[1] ?? ''
    await post({ from: 'someone@customer.example', to, subject: 'unsubscribe', text: '' })
    const lead = await soon('the suppressions', async () => {
      const found = await product.lead('uma@customer.example')
      return found.suppressions.length > 0 ? found : null
    })
    expect(lead.suppressions.map(({ reason }: { reason: string }) => reason)).toContain('unsubscribed')
  })
})

/** An abuse report of RFC 5965, with the mail that it is about. */
function complaint(to: string, original: Buffer): string {
  const start = original.subarray(original.indexOf('DKIM-Signature:')).toString('latin1')
  return [
    'From: Feedback <fbl@provider.example>',
    `To: ${to}`,
    'Subject: Complaint about a mail',
    'Message-ID: <complaint-1@provider.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="sep"',
    '',
    '--sep',
    'Content-Type: text/plain',
    '',
    'Somebody marked this mail as spam.',
    '--sep',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Provider/1.0',
    'Version: 1',
    '',
    '--sep',
    'Content-Type: message/rfc822',
    '',
    start,
    '--sep--',
    '',
  ].join('\r\n')
}
