import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { classifyReport } from '../../src/domain/bounces/bounce-class.ts'
import type { Settings } from '../../src/domain/settings.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { type HttpServer, serveHttp } from '../../src/http/serve.ts'
import { createTestApp } from '../support/http-app.ts'
import { selfSigned } from '../support/self-signed.ts'

const TOKEN = 'token-of-the-provider'
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:mail'
const CERTIFICATE_URL = 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem'
const NONE: Settings['webhooks'] = { amazonSes: null, sendgrid: null, postmark: null, azure: null }

const servers: HttpServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function listen(webhooks: Partial<Settings['webhooks']>, deps: Partial<HttpDeps> = {}) {
  const test = createTestApp({ settings: { webhooks: { ...NONE, ...webhooks } }, deps })
  const server = await serveHttp(test.app, { host: '127.0.0.1', port: 0 })
  servers.push(server)
  return {
    ...test,
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/webhooks/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    url: server.url,
  }
}

describe('any provider', () => {
  it('is not there until the settings name it', async () => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    for (const path of [`sendgrid/${TOKEN}`, `azure/${TOKEN}`, `amazon-ses/${TOKEN}`, 'mailbox/x', 'constructor/x']) {
      const answer = await post(path, {})
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.json()).toMatchObject({
        error: { code: 'not-found', nextAction: expect.stringContaining('webhooks') },
      })
    }
    expect(data.reports).toEqual([])
  })

  it('may send 1 MiB and no more', async () => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    expect((await post(`postmark/${TOKEN}`, { RecordType: 'Open', Details: 'x'.repeat(1_000_000) })).status).toBe(200)
    expect((await post(`postmark/${TOKEN}`, { RecordType: 'Open', Details: 'x'.repeat(1_100_000) })).status).toBe(413)
    expect(data.reports).toEqual([])
  })

  it('is told to come again when what it said could not be kept', async () => {
    const engine = {
      takeInReports: async () => {
        throw new Error('the disk is full')
      },
    }
    const { app, lines } = createTestApp({ engine, settings: { webhooks: { ...NONE, postmark: { token: TOKEN } } } })
    const answer = await app.request(`/webhooks/postmark/${TOKEN}`, {
      method: 'POST',
      body: JSON.stringify(POSTMARK_BOUNCE),
    })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('30')
    expect(lines.join()).not.toContain('jana@example.com')
  })

  it.each([
    '',
    'null',
    '[]',
    '{',
    '"x"',
    '{"RecordType":7}',
    '\u0000',
    `${'['.repeat(5_000)}`,
    '{"__proto__":{"RecordType":"Bounce"}}',
  ])('gets a plain refusal for the odd body %j', async body => {
    const { post, data } = await listen({ postmark: { token: TOKEN }, azure: { token: TOKEN } })
    for (const provider of ['postmark', 'azure']) {
      expect([200, 400]).toContain((await post(`${provider}/${TOKEN}`, body)).status)
    }
    expect(data.reports).toEqual([])
  })
})

const POSTMARK_BOUNCE = {
  RecordType: 'Bounce',
  ID: 4323372036854776000,
  Type: 'HardBounce',
  TypeCode: 1,
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  Details: 'smtp;550 5.1.1 <jana@example.com> user unknown',
  Email: 'jana@example.com',
  BouncedAt: '2026-11-22T13:00:00.000Z',
  Content: 'Return-Path: <>\r\nMessage-ID: <theirs@example.com>\r\n\r\nMessage-ID: <msg_1@contoso.example>\r\n',
}

describe('Postmark', () => {
  it('reports a bounce with the token in the address', async () => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    const answer = await post(`postmark/${TOKEN}`, POSTMARK_BOUNCE)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'accepted', reports: 1 }])
    expect(data.reports).toEqual([
      {
        id: expect.stringMatching(/^postmark-[0-9a-f]{64}$/),
        report: {
          kind: 'bounce',
          source: 'postmark',
          recipient: 'jana@example.com',
          messageId: '<msg_1@contoso.example>',
          token: null,
          status: '5.1.1',
          code: 550,
          diagnostic: 'smtp;550 5.1.1 <(address)> user unknown',
          isFinal: true,
          at: Date.UTC(2026, 10, 22, 13),
        },
      },
    ])
  })

  it('reports with the token as password, and names the event alike each time', async () => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    const authorization = `Basic ${Buffer.from(`anybody:${TOKEN}`).toString('base64')}`
    await post('postmark', POSTMARK_BOUNCE, { authorization })
    await post('postmark', POSTMARK_BOUNCE, { authorization })
    expect(new Set(data.reports.map(({ id }) => id)).size).toBe(1)
    expect(data.reports).toHaveLength(2)
  })

  it.each([
    ['postmark', {}],
    ['postmark/another-token-entirely', {}],
    ['postmark', { authorization: 'Basic !!' }],
    ['postmark', { authorization: `Basic ${Buffer.from(TOKEN).toString('base64')}` }],
    ['postmark', { authorization: `Bearer ${TOKEN}` }],
  ] as [string, Record<string, string>][])('is refused at %s with %j', async (path, headers) => {
    const { post, data, lines } = await listen({ postmark: { token: TOKEN } })
    const answer = await post(path, POSTMARK_BOUNCE, headers)
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain(TOKEN)
    expect(data.reports).toEqual([])
    expect(lines.join()).not.toContain(TOKEN)
  })

  it.each([
    [
      'a mailbox that is full',
      { Type: 'SoftBounce', Details: 'smtp;452 4.2.2 full' },
      { kind: 'bounce', status: '4.2.2', code: 452, isFinal: true },
    ],
    [
      'a delay',
      { Type: 'Transient', Details: '421 later' },
      { kind: 'bounce', status: null, code: 421, isFinal: false },
    ],
    ['no words at all', { Details: '' }, { kind: 'bounce', status: '5.1.1', code: null }],
    ['a block without a status', { Type: 'Blocked', Details: '' }, { kind: 'bounce', status: null, code: null }],
    ['a refusal for reputation', { Details: '550 5.7.1 blocked' }, { kind: 'bounce', status: '5.7.1' }],
    ['a wish to get no more', { Type: 'Unsubscribe', Details: '' }, { kind: 'unsubscribe' }],
    [
      'a complaint',
      { RecordType: 'SpamComplaint', Type: 'SpamComplaint', Details: '' },
      { kind: 'complaint', isFinal: true },
    ],
  ] as [string, object, object][])('tells %s for what it is', async (_, changes, report) => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    await post(`postmark/${TOKEN}`, { ...POSTMARK_BOUNCE, ...changes })
    expect(data.reports).toMatchObject([{ report }])
  })

  it('blames nobody for a soft bounce without a word of the server', async () => {
    const { post, data } = await listen({ postmark: { token: TOKEN } })
    const Details = 'Unable to temporarily deliver message.'
    await post(`postmark/${TOKEN}`, { ...POSTMARK_BOUNCE, Type: 'SoftBounce', Details })
    expect(data.reports.map(({ report }) => classifyReport(report))).toEqual(['temporary'])
  })

  it.each([{ Type: 'AutoResponder' }, { RecordType: 'Delivery' }, { RecordType: 'Open' }, { Type: 'Subscribe' }])(
    'says nothing of a bounce with %j',
    async changes => {
      const { post, data } = await listen({ postmark: { token: TOKEN } })
      expect((await post(`postmark/${TOKEN}`, { ...POSTMARK_BOUNCE, ...changes })).status).toBe(200)
      expect(data.reports).toEqual([])
    },
  )
})

const GRID_BOUNCE = {
  id: 'event-1',
  eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
  data: {
    sender: 'hello@contoso.example',
    recipient: 'jana@example.com',
    messageId: '00000000-0000-0000-0000-000000000000',
    internetMessageId: '<msg_1@contoso.example>',
    status: 'Bounced',
    deliveryStatusDetails: { statusMessage: '550 5.1.10 RESOLVER.ADR.RecipientNotFound jana@example.com' },
    deliveryAttemptTimeStamp: '2026-11-22T13:00:00.2855749+00:00',
  },
}

describe('Azure Communication Services', () => {
  const azure = { token: TOKEN }

  it('proves the address by the handshake of Event Grid', async () => {
    const { post } = await listen({ azure })
    const question = [
      {
        id: '1',
        eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
        data: { validationCode: 'CODE', validationUrl: 'https://rp-westeurope.eventgrid.azure.net/validate' },
      },
    ]
    expect(await (await post(`azure/${TOKEN}`, question)).json()).toEqual({ validationResponse: 'CODE' })
    expect((await post('azure/another-token', question)).status).toBe(401)
  })

  it('proves it by the handshake of CloudEvents', async () => {
    const { url } = await listen({ azure })
    const ask = (token: string) =>
      fetch(`${url}/webhooks/azure/${token}`, {
        method: 'OPTIONS',
        headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
      })
    expect((await ask(TOKEN)).headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net')
    const other = await ask('another-token')
    expect([other.status, other.headers.get('webhook-allowed-origin')]).toEqual([404, null])
  })

  it('reports bounces in both schemas', async () => {
    const { post, data } = await listen({ azure })
    const { eventType: type, ...rest } = GRID_BOUNCE
    await post(`azure/${TOKEN}`, [
      GRID_BOUNCE,
      { ...GRID_BOUNCE, id: 'event-2', data: { ...GRID_BOUNCE.data, status: 'Delivered' } },
    ])
    await post(`azure/${TOKEN}`, { ...rest, type, specversion: '1.0' })
    expect(data.reports).toHaveLength(2)
    expect(data.reports[0]).toEqual(data.reports[1])
    expect(data.reports[0]?.report).toMatchObject({
      kind: 'bounce',
      source: 'azure',
      recipient: 'jana@example.com',
      messageId: '<msg_1@contoso.example>',
      status: '5.1.10',
      code: 550,
      diagnostic: '550 5.1.10 RESOLVER.ADR.RecipientNotFound (address)',
      at: Date.UTC(2026, 10, 22, 13) + 285,
    })
  })

  it('knows an address that Azure does not even try any more', async () => {
    const { post, data } = await listen({ azure })
    const report = { ...GRID_BOUNCE.data, status: 'Suppressed', deliveryStatusDetails: undefined }
    await post(`azure/${TOKEN}`, [{ ...GRID_BOUNCE, data: report }])
    expect(data.reports.map(({ report }) => classifyReport(report))).toEqual(['address'])
  })

  it('never blames the address for a filter', async () => {
    const { post, data } = await listen({ azure })
    const report = { ...GRID_BOUNCE.data, status: 'FilteredSpam', deliveryStatusDetails: undefined }
    await post(`azure/${TOKEN}`, [{ ...GRID_BOUNCE, data: report }])
    expect(data.reports).toMatchObject([{ report: { status: '5.7.1' } }])
  })
})

describe('SendGrid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const sendgrid = { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }

  function signed(body: string, key: KeyObject = privateKey, timestamp = '1795352400') {
    return {
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), key).toString('base64'),
      'x-twilio-email-event-webhook-timestamp': timestamp,
    }
  }

  const bounce = {
    event: 'bounce',
    type: 'bounce',
    email: 'jana@example.com',
    timestamp: 1795352400,
    'smtp-id': '<msg_1@contoso.example>',
    sg_event_id: 'changes-with-every-try',
    sg_message_id: 'abc.filter001',
    status: '5.1.1',
    reason: '550 5.1.1 The email account that you tried to reach does not exist',
    bounce_classification: 'Invalid Address',
  }

  it('reports what it signed, with or without something behind its name in the address', async () => {
    const { post, data } = await listen({ sendgrid })
    const body = JSON.stringify([
      bounce,
      { ...bounce, event: 'delivered' },
      { ...bounce, event: 'deferred', status: '', response: '421 4.7.0 slow down', reason: undefined },
      { ...bounce, event: 'spamreport', status: undefined, reason: undefined },
      { ...bounce, event: 'dropped', status: undefined, reason: 'Spam Reporting Address' },
      { ...bounce, event: 'group_unsubscribe', status: undefined, reason: undefined },
      { ...bounce, event: 'dropped', status: undefined, reason: 'Unsubscribed Address' },
      'no event',
      { event: 7 },
    ])
    const answer = await post('sendgrid', body, signed(body))
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'accepted', reports: 6 }])
    expect((await post('sendgrid/anything', body, signed(body))).status).toBe(200)
    expect(data.reports.slice(0, 6)).toEqual(data.reports.slice(6))
    expect(
      data.reports.slice(0, 6).map(({ report }) => [report.kind, report.status, report.code, report.isFinal]),
    ).toEqual([
      ['bounce', '5.1.1', 550, true],
      ['bounce', '4.7.0', 421, false],
      ['complaint', null, null, true],
      ['complaint', null, null, true],
      ['unsubscribe', null, null, true],
      ['unsubscribe', null, null, true],
    ])
    expect(data.reports[0]?.report.messageId).toBe('<msg_1@contoso.example>')
  })

  it.each([
    ['Bounced Address', 'address'],
    ['Invalid', 'address'],
    ['Spam Content', 'policy'],
    ['Recipient List over Package Quota', 'policy'],
  ])('that did not even try because of %j means %s', async (reason, blames) => {
    const { post, data } = await listen({ sendgrid })
    const body = JSON.stringify([{ ...bounce, event: 'dropped', type: undefined, status: undefined, reason }])
    await post('sendgrid', body, signed(body))
    expect(data.reports.map(({ report }) => classifyReport(report))).toEqual([blames])
  })

  it('names an event alike although its own id changes from try to try', async () => {
    const { post, data } = await listen({ sendgrid })
    for (const id of ['first', 'second']) {
      const body = JSON.stringify([{ ...bounce, sg_event_id: id }])
      await post('sendgrid', body, signed(body))
    }
    expect(data.reports[0]?.id).toBe(data.reports[1]?.id)
  })

  it('is refused without, or with a wrong signature', async () => {
    const { post, data } = await listen({ sendgrid })
    const body = JSON.stringify([bounce])
    const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
    const wrong = [
      {},
      signed(body, stranger),
      signed(`${body} `),
      { ...signed(body), 'x-twilio-email-event-webhook-timestamp': '1795352401' },
      { ...signed(body), 'x-twilio-email-event-webhook-signature': 'x' },
    ]
    for (const headers of wrong)
      expect((await post('sendgrid', body, headers as Record<string, string>)).status).toBe(401)
    expect(data.reports).toEqual([])
  })
})

describe('Amazon SES', () => {
  const amazonSes = { topic: TOPIC, token: TOKEN }
  const { key, certificate } = selfSigned({
    from: new Date('2026-01-01T00:00:00Z'),
    to: new Date('2027-01-01T00:00:00Z'),
  })

  function amazon(answer = certificate) {
    const asked: string[] = []
    return {
      asked,
      askAmazon: async (url: string) => {
        asked.push(url)
        return answer
      },
    }
  }

  function envelope(changes: Record<string, unknown>, signer: KeyObject = key) {
    const message: Record<string, unknown> = {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: TOPIC,
      Timestamp: '2026-11-22T13:00:00.000Z',
      SignatureVersion: '2',
      SigningCertURL: CERTIFICATE_URL,
      ...changes,
    }
    const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
    const text = names.flatMap(name => (message[name] === undefined ? [] : `${name}\n${message[name]}\n`)).join('')
    const algorithm = message.SignatureVersion === '1' ? 'sha1' : 'sha256'
    return { ...message, Signature: sign(algorithm, Buffer.from(text), signer).toString('base64') }
  }

  const BOUNCE = {
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      feedbackId: '00000138111222aa-000000',
      timestamp: '2026-11-22T12:59:38.237Z',
      bouncedRecipients: [
        {
          emailAddress: 'jana@example.com',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 <jana@example.com>... User',
        },
        { emailAddress: 'mary@example.com' },
      ],
    },
    mail: {
      messageId: '00000138111222aa-ses',
      headers: [
        { name: 'From', value: 'hello@contoso.example' },
        { name: 'Message-ID', value: '<msg_1@contoso.example>' },
      ],
    },
  }

  it.each(['1', '2'])('reports bounces that SNS signed with version %s', async SignatureVersion => {
    const { asked, askAmazon } = amazon()
    const { post, data } = await listen({ amazonSes }, { askAmazon })
    const body = envelope({ SignatureVersion, Subject: 'Amazon SES', Message: JSON.stringify(BOUNCE) })
    expect((await post(`amazon-ses/${TOKEN}`, body)).status).toBe(200)
    expect((await post(`amazon-ses/${TOKEN}`, body)).status).toBe(200)
    expect(asked).toEqual([CERTIFICATE_URL])
    expect(data.reports.slice(0, 2)).toEqual(data.reports.slice(2))
    expect(data.reports.slice(0, 2).map(({ report }) => report)).toMatchObject([
      {
        kind: 'bounce',
        source: 'amazon-ses',
        recipient: 'jana@example.com',
        messageId: '<msg_1@contoso.example>',
        status: '5.1.1',
        code: 550,
        isFinal: true,
      },
      { recipient: 'mary@example.com', status: null, code: null },
    ])
  })

  it('reports complaints and delays, and takes reports of "not spam", forgery and viruses for none', async () => {
    const { askAmazon } = amazon()
    const { post, data } = await listen({ amazonSes }, { askAmazon })
    const complaint = {
      feedbackId: 'f',
      timestamp: '2026-11-22T12:00:00Z',
      complainedRecipients: [{ emailAddress: 'jana@example.com' }],
    }
    const told = [
      ...['abuse', 'not-spam', 'auth-failure', 'virus'].map(complaintFeedbackType => ({
        eventType: 'Complaint',
        mail: BOUNCE.mail,
        complaint: { ...complaint, complaintFeedbackType },
      })),
      {
        eventType: 'DeliveryDelay',
        mail: BOUNCE.mail,
        deliveryDelay: { timestamp: 'x', delayedRecipients: [{ emailAddress: 'jana@example.com', status: '4.4.1' }] },
      },
      { notificationType: 'Delivery', mail: BOUNCE.mail, delivery: {} },
    ]
    for (const Message of told)
      expect((await post(`amazon-ses/${TOKEN}`, envelope({ Message: JSON.stringify(Message) }))).status).toBe(200)
    expect(data.reports.map(({ report }) => [report.kind, report.isFinal, report.status])).toEqual([
      ['complaint', true, null],
      ['bounce', false, '4.4.1'],
    ])
  })

  const ACCOUNT_LIST =
    'Amazon SES did not send the message to this address because it is on the suppression list for your account.'

  it.each([
    ['Transient', 'General', {}, 'temporary'],
    ['Transient', 'MailboxFull', {}, 'full'],
    ['Transient', 'MessageTooLarge', {}, 'full'],
    ['Transient', 'ContentRejected', {}, 'policy'],
    ['Transient', 'General', { status: '5.7.1', diagnosticCode: 'smtp; 550 5.7.1 blocked by policy' }, 'policy'],
    ['Permanent', 'NoEmail', {}, 'address'],
    ['Permanent', 'Suppressed', {}, 'address'],
    ['Permanent', 'OnAccountSuppressionList', { status: '5.1.1', diagnosticCode: ACCOUNT_LIST }, 'address'],
    ['Permanent', 'General', { status: '5.7.26', diagnosticCode: 'smtp; 550 5.7.26 unauthenticated' }, 'ours'],
    ['Undetermined', 'Undetermined', {}, 'policy'],
  ])('takes a %s bounce, %s, with %j for %s', async (bounceType, bounceSubType, told, blames) => {
    const { post, data } = await listen({ amazonSes }, amazon())
    const bouncedRecipients = [{ emailAddress: 'jana@example.com', ...told }]
    const bounce = { ...BOUNCE.bounce, bounceType, bounceSubType, bouncedRecipients }
    await post(`amazon-ses/${TOKEN}`, envelope({ Message: JSON.stringify({ ...BOUNCE, bounce }) }))
    expect(data.reports.map(({ report }) => classifyReport(report))).toEqual([blames])
  })

  it('finds the mail by its return path where the notification leaves out the headers', async () => {
    const token = '7'.repeat(42)
    const { post, data } = await listen({ amazonSes }, amazon())
    const mail = { messageId: '00000138111222aa-ses', source: `bounces+${token}@contoso.example` }
    await post(`amazon-ses/${TOKEN}`, envelope({ Message: JSON.stringify({ ...BOUNCE, mail }) }))
    expect(data.reports[0]?.report).toMatchObject({ messageId: null, token })
  })

  const confirmation = (SubscribeURL: string) => ({
    Type: 'SubscriptionConfirmation',
    Message: 'You have chosen …',
    Token: 't',
    SubscribeURL,
  })
  const CONFIRM = `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t`

  it('confirms its own topic, by one request to Amazon', async () => {
    const { asked, askAmazon } = amazon()
    const { post } = await listen({ amazonSes }, { askAmazon })
    expect((await post(`amazon-ses/${TOKEN}`, envelope(confirmation(CONFIRM)))).status).toBe(200)
    expect(asked).toEqual([CERTIFICATE_URL, CONFIRM])
  })

  it.each([
    'https://attacker.example/?Action=ConfirmSubscription',
    'http://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription',
    'https://sns.eu-central-1.amazonaws.com.attacker.example/?Action=ConfirmSubscription',
    'https://user:pass@sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription',
    'https://sns.eu-central-1.amazonaws.com:8443/?Action=ConfirmSubscription',
    'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription',
    'https://169.254.169.254/latest/meta-data',
    'https://sns.eu-central-1.amazonaws.com/?Action=DeleteTopic',
    'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-central-1:999999999999:other',
    'file:///etc/passwd',
    '',
  ])('confirms nothing at %s', async url => {
    const { asked, askAmazon } = amazon()
    const { post } = await listen({ amazonSes }, { askAmazon })
    expect((await post(`amazon-ses/${TOKEN}`, envelope(confirmation(url)))).status).toBe(401)
    expect(asked).toEqual([CERTIFICATE_URL])
  })

  it.each([
    'https://attacker.example/SimpleNotificationService-0123abcd.pem',
    'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem',
    'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem?x=1',
    'https://sns.eu-central-1.amazonaws.com/%2e%2e/other.pem',
    'https://s3.amazonaws.com/attacker/SimpleNotificationService-0123abcd.pem',
    'https://sns.eu-central-1.amazonaws.com@attacker.example/SimpleNotificationService-0123abcd.pem',
    'not an address',
  ])('asks nobody for a certificate at %s', async SigningCertURL => {
    const { asked, askAmazon } = amazon()
    const { post, data } = await listen({ amazonSes }, { askAmazon })
    expect(
      (await post(`amazon-ses/${TOKEN}`, envelope({ SigningCertURL, Message: JSON.stringify(BOUNCE) }))).status,
    ).toBe(401)
    expect(asked).toEqual([])
    expect(data.reports).toEqual([])
  })

  it('is refused with another token, topic, key, a changed word, or an old certificate', async () => {
    const { post, data, clock } = await listen({ amazonSes }, amazon())
    const good = envelope({ Message: JSON.stringify(BOUNCE) })
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    expect((await post('amazon-ses/another-token', good)).status).toBe(401)
    expect((await post('amazon-ses', good)).status).toBe(401)
    const bad = [
      { ...good, Message: JSON.stringify({ ...BOUNCE, notificationType: 'Complaint' }) },
      { ...good, Signature: '' },
      { ...good, SignatureVersion: '3' },
      { ...good, Type: 'SubscriptionConfirmation' },
      envelope({ Message: '{}' }, stranger),
      envelope({ Message: '{}', TopicArn: `${TOPIC}-of-a-stranger` }),
      [],
    ]
    for (const body of bad) expect((await post(`amazon-ses/${TOKEN}`, body)).status).toBe(401)
    clock.at = Date.UTC(2027, 5, 1)
    expect((await post(`amazon-ses/${TOKEN}`, good)).status).toBe(401)
    expect(data.reports).toEqual([])
  })

  it('is told to come again when Amazon cannot be asked', async () => {
    const { post } = await listen({ amazonSes })
    expect((await post(`amazon-ses/${TOKEN}`, envelope({ Message: JSON.stringify(BOUNCE) }))).status).toBe(503)
  })
})
