import { describe, expect, it } from 'vitest'
import type { DeliveryReport } from '../../../src/domain/bounces/delivery-report.ts'
import { readInboundMail } from '../../../src/email/inbound/read-inbound-mail.ts'
import { mailBytes, statusReport } from '../../support/mail-bytes.ts'

const OURS = {
  returnPath: 'bounce@contoso.example',
  unsubscribe: 'unsub@contoso.example',
  receivedAt: Date.parse('2026-01-02T10:00:00Z'),
}
const ANN = 'ann@fabrikam.example'
const DAEMON = {
  From: 'MAILER-DAEMON@mx.fabrikam.example',
  To: 'bounce+tok-1@contoso.example',
  'Return-Path': '<>',
}

async function reportsOf(bytes: Uint8Array): Promise<DeliveryReport[]> {
  const mail = await readInboundMail(bytes, OURS)
  expect(mail.kind).toBe('report')
  return mail.reports
}

async function onlyReportOf(bytes: Uint8Array): Promise<DeliveryReport> {
  const reports = await reportsOf(bytes)
  expect(reports).toHaveLength(1)
  return reports[0] as DeliveryReport
}

describe('a delivery status', () => {
  it('names recipient, status, code, words, token and the mail it is about', async () => {
    const fields = [
      `Final-Recipient: rfc822; ${ANN}`,
      'Action: failed',
      'Status: 5.1.1',
      `Diagnostic-Code: smtp; 550 5.1.1 <${ANN}>: nobody of this name`,
      '    works here',
      'Last-Attempt-Date: Fri, 2 Jan 2026 08:59:00 +0000',
    ].join('\n')
    expect(await onlyReportOf(statusReport({ fields }))).toEqual({
      kind: 'bounce',
      source: 'mailbox',
      recipient: ANN,
      messageId: '<our-1@contoso.example>',
      token: 'tok-1',
      status: '5.1.1',
      code: 550,
      diagnostic: '550 5.1.1 <(address)>: nobody of this name works here',
      isFinal: true,
      at: Date.parse('2026-01-02T08:59:00Z'),
    })
  })

  it('tells of each recipient, and leaves out the one that was delivered', async () => {
    const fields = `Final-Recipient: rfc822;one@fabrikam.example\nAction: failed\nStatus: 5.2.2\n
Final-Recipient: rfc822;two@fabrikam.example\nAction: delivered\nStatus: 2.0.0\n
Final-Recipient: rfc822;three@fabrikam.example\nAction: delayed\nStatus: 4.4.1\n
Final-Recipient: rfc822;four@fabrikam.example\nAction: relayed\nStatus: 2.0.0\n
Final-Recipient: rfc822;five@fabrikam.example\nAction: expanded\nStatus: 2.0.0`
    const reports = await reportsOf(statusReport({ fields }))
    expect(reports.map(({ recipient, isFinal }) => [recipient?.split('@')[0], isFinal])).toEqual([
      ['one', true],
      ['three', false],
      ['four', false],
      ['five', false],
    ])
  })

  it('is no bounce at all when all was delivered', async () => {
    const fields = `Final-Recipient: rfc822;${ANN}\nAction: delivered\nStatus: 2.1.5`
    expect(await reportsOf(statusReport({ fields }))).toEqual([])
  })

  it('believes the words of the other server where the field says nothing', async () => {
    const fields = `Final-Recipient: rfc822;${ANN}\nAction: failed\nStatus: 5.0.0 (undefined)\nDiagnostic-Code: smtp;550 #5.7.1 not wanted`
    expect(await onlyReportOf(statusReport({ fields }))).toMatchObject({ status: '5.7.1', code: 550 })
  })

  it('takes the address that we wrote to, unless the mail was lost in another house', async () => {
    const within = `Original-Recipient: rfc822;${ANN}\nFinal-Recipient: rfc822;ann.lee@fabrikam.example\nAction: failed\nStatus: 5.1.1`
    const tenant = `Original-Recipient: rfc822;${ANN}\nFinal-Recipient: rfc822;ann@fabrikam.mail.onmicrosoft.com\nAction: failed\nStatus: 5.1.1`
    const elsewhere = `Original-Recipient: rfc822;${ANN}\nFinal-Recipient: rfc822;ann@old.example\nAction: failed\nStatus: 5.1.1`
    expect((await onlyReportOf(statusReport({ fields: within }))).recipient).toBe(ANN)
    expect((await onlyReportOf(statusReport({ fields: tenant }))).recipient).toBe(ANN)
    expect((await onlyReportOf(statusReport({ fields: elsewhere }))).recipient).toBe('ann@old.example')
  })

  it('is read from base64, from a part without its type, and from the text', async () => {
    const fields = `Final-Recipient: RFC822; ${ANN}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;550 5.1.1 gone`
    const encoded = mailBytes({
      headers: DAEMON,
      multipart: 'report; report-type=delivery-status',
      parts: [
        {
          type: 'message/delivery-status',
          headers: { 'Content-Transfer-Encoding': 'base64' },
          text: Buffer.from(`Reporting-MTA: dns; mx\r\n\r\n${fields}`).toString('base64'),
        },
      ],
    })
    const untyped = mailBytes({
      headers: { ...DAEMON, Subject: 'Undeliverable: Our offer' },
      parts: [
        { type: 'text/plain', text: 'It failed.' },
        { type: 'application/octet-stream; name="details.txt"', text: fields },
      ],
    })
    const asText = mailBytes({ headers: { ...DAEMON, Subject: 'Undelivered Mail Returned to Sender' }, text: fields })
    for (const bytes of [encoded, untyped, asText]) {
      expect(await onlyReportOf(bytes)).toMatchObject({ recipient: ANN, status: '5.1.1', code: 550, isFinal: true })
    }
  })

  it('is found inside the mail of a gateway that passed it on', async () => {
    const inner = new TextDecoder().decode(
      statusReport({ fields: `Final-Recipient: rfc822;${ANN}\nAction: failed\nStatus: 5.1.1` }),
    )
    const bytes = mailBytes({
      headers: { ...DAEMON, From: 'gateway@contoso.example' },
      parts: [
        { type: 'text/plain', text: '' },
        { type: 'message/rfc822', text: inner },
      ],
    })
    expect(await onlyReportOf(bytes)).toMatchObject({
      recipient: ANN,
      messageId: '<our-1@contoso.example>',
      token: 'tok-1',
    })
  })

  it('that a person passes on is that person’s letter', async () => {
    const inner = new TextDecoder().decode(
      statusReport({ fields: `Final-Recipient: rfc822;${ANN}\nAction: failed\nStatus: 5.1.1` }),
    )
    const bytes = mailBytes({
      headers: { Subject: 'Fwd: Delivery report' },
      parts: [
        { type: 'text/plain', text: 'Look what I got when I wrote to my colleague.' },
        { type: 'message/rfc822', text: inner },
      ],
    })
    expect((await readInboundMail(bytes, OURS)).kind).toBe('person')
  })

  it('finds our mail in a whole returned mail, and else in what the report answers', async () => {
    const fields = `Final-Recipient: rfc822;${ANN}\nAction: failed\nStatus: 5.1.1`
    const folded = statusReport({ fields, returned: 'Subject: x\nMessage-ID:\n <our-2@contoso.example>' })
    expect((await onlyReportOf(folded)).messageId).toBe('<our-2@contoso.example>')
    const none = statusReport({ fields, returned: 'Subject: x', headers: { 'In-Reply-To': '<our-3@contoso.example>' } })
    expect((await onlyReportOf(none)).messageId).toBe('<our-3@contoso.example>')
  })
})

const QUOTED_HEADERS = 'Message-ID: <our-1@contoso.example>\nSubject: Our offer\nTo: ann@fabrikam.example\n'

const IN_WORDS: [string, Record<string, string>, string, Partial<DeliveryReport>][] = [
  [
    'qmail',
    { Subject: 'failure notice' },
    `Hi. This is the qmail-send program at mx.fabrikam.example.\nI could not bring your message to these addresses. I give up.\n\n<${ANN}>:\nSorry, nobody of that name lives here. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <bounce+tok-1@contoso.example>\n${QUOTED_HEADERS}`,
    { status: '5.1.1', code: null, messageId: '<our-1@contoso.example>' },
  ],
  [
    'qmail that talked to another server',
    { Subject: 'failure notice' },
    `Hi. This is the qmail-send program at relay.example.\n\n<${ANN}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 unknown here\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\n${QUOTED_HEADERS}`,
    { status: '5.1.1', code: 550 },
  ],
  [
    'Exim',
    { Subject: 'Mail delivery failed: returning message to sender', 'X-Failed-Recipients': ANN },
    `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one recipient.\n\n  ${ANN}\n    host mx.fabrikam.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<${ANN}>:\n    550 No such person at this address\n\n------ This is a copy of your message, including all the headers. ------\n\n${QUOTED_HEADERS}`,
    { status: null, code: 550, messageId: '<our-1@contoso.example>' },
  ],
  [
    'Exim that still tries',
    { Subject: 'Warning: message 1abcDE-000001-XY delayed 24 hours' },
    `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to all its recipients.\n\n  ${ANN}\n    host mx.fabrikam.example: retry timeout not reached\n\nNo action is required on your part. The delay will go on.`,
    { isFinal: false },
  ],
  [
    'Postfix without its machine part',
    { Subject: 'Undelivered Mail Returned to Sender' },
    `This is the mail system at host relay.contoso.example.\n\nYour message could not be delivered.\n\n<${ANN}>: host mx.fabrikam.example[192.0.2.7] said: 550 5.1.1 <${ANN}>:\n    Recipient address rejected: not in the table (in reply to RCPT TO command)\n`,
    { status: '5.1.1', code: 550 },
  ],
  [
    'Postfix that still tries',
    { Subject: 'Delayed Mail (still being retried)' },
    `This is the mail system at host relay.contoso.example.\n\nTHIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND.\n\n<${ANN}>: connect to mx.fabrikam.example[192.0.2.7]:25: Connection timed out\n`,
    { isFinal: false },
  ],
  [
    'Sendmail',
    { Subject: 'Returned mail: see transcript for details' },
    `   ----- The following addresses had permanent fatal errors -----\n<${ANN}>\n    (reason: 550 5.1.1 <${ANN}>... no such person)\n\n   ----- Transcript of session follows -----\n... while talking to mx.fabrikam.example.:\n>>> DATA\n<<< 550 5.1.1 <${ANN}>... no such person\n`,
    { status: '5.1.1', code: 550 },
  ],
  [
    'Exchange Online',
    {
      From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@fabrikam.example>',
      Subject: 'Undeliverable: Our offer',
    },
    `Your message to ${ANN} couldn't be delivered.\n\nann wasn't found at fabrikam.example.\n\nDiagnostic information for administrators:\n\nGenerating server: VI1.eurprd01.prod.outlook.com\n\n${ANN}\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup'\n\nOriginal message headers:\n\nReceived: from relay by mx\n${QUOTED_HEADERS}`,
    { status: '5.1.10', code: 550, messageId: '<our-1@contoso.example>' },
  ],
  [
    'old Exchange',
    { From: 'System Administrator <postmaster@fabrikam.example>', Subject: 'Undeliverable: Our offer' },
    `Your message did not reach some or all of the intended recipients.\n\n      Subject:  Our offer\n      Sent:     1/2/2026 9:00 AM\n\nThe following recipient(s) could not be reached:\n\n      '${ANN}' on 1/2/2026 9:01 AM\n            The e-mail account is unknown at the organization.\n            <mx.fabrikam.example #5.1.1 smtp;550 5.1.1 user unknown>\n`,
    { status: '5.1.1' },
  ],
  [
    'German Exchange',
    { From: 'Microsoft Outlook <postmaster@fabrikam.example>', Subject: 'Unzustellbar: Unser Angebot' },
    `Ihre Nachricht an ${ANN} konnte nicht zugestellt werden.\n\nDiagnoseinformationen für Administratoren:\n\n${ANN}\n#550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found ##\n`,
    { status: '5.1.1', code: 550 },
  ],
  [
    'Gmail',
    {
      From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
      Subject: 'Delivery Status Notification (Failure)',
      'X-Failed-Recipients': ANN,
    },
    `** Address not found **\n\nYour message wasn't delivered to ${ANN} because the address couldn't be found.\n\nThe response was:\n\n550 5.1.1 The account does not exist. NoSuchUser\n`,
    { status: '5.1.1', code: 550 },
  ],
  [
    'Domino',
    {
      From: 'postmaster@fabrikam.example',
      Subject: 'DELIVERY FAILURE: User ann (ann@fabrikam.example) not listed in Domino Directory',
    },
    `Your message\n\n  Subject: Our offer\n\nwas not delivered to:\n\n  ${ANN}\n\nbecause:\n\n  User ann not listed in Domino Directory\n`,
    { status: null, code: null },
  ],
  [
    'MailEnable',
    { From: 'postmaster@fabrikam.example', Subject: 'Message Delivery Failure' },
    `MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n  Recipient: [SMTP:${ANN}]\n  Reason: Remote SMTP Server Returned: 550 no such mailbox\n\nMessage headers follow:\n\n${QUOTED_HEADERS}`,
    { code: 550, messageId: '<our-1@contoso.example>' },
  ],
  [
    'Yahoo',
    { From: 'MAILER-DAEMON@yahoo.example', Subject: 'Failure Notice' },
    `Sorry, we were unable to deliver your message to the following address.\n\n<${ANN}>:\n554: delivery error: dd Requested mail action not taken: mailbox unavailable\n\n--- Below this line is a copy of the message.\n\n${QUOTED_HEADERS}`,
    { code: 554 },
  ],
  [
    'GMX',
    {
      From: '"GMX Mailer Daemon" <mailer-daemon@gmx.example>',
      Subject: 'Mail delivery failed: returning message to sender',
    },
    `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to\none or more of its recipients. The following addresses failed:\n\n${ANN}:\nSMTP error from remote server for RCPT TO command, host: mx.fabrikam.example (192.0.2.7) reason: 550 5.1.1 unknown user\n\n--- The header of the original message is following. ---\n\n${QUOTED_HEADERS}`,
    { code: 550, status: '5.1.1', messageId: '<our-1@contoso.example>' },
  ],
  [
    'QQ',
    { From: 'PostMaster@qq.example', Subject: '=?utf-8?B?57O757uf6YCA5L+h?=' },
    `抱歉，您的邮件被退回来了……\n\n收件人：${ANN}\n\n退信原因：\nhost mx.fabrikam.example said: 550 Mailbox not found\n`,
    { code: 550 },
  ],
]

describe('a bounce in words', () => {
  it.each(IN_WORDS)('of %s', async (_server, headers, text, expected) => {
    const report = await onlyReportOf(mailBytes({ headers: { ...DAEMON, ...headers }, text }))
    expect(report).toMatchObject({ kind: 'bounce', recipient: ANN, token: 'tok-1', isFinal: true, ...expected })
    expect(report.diagnostic).not.toContain('@')
  })

  it('tells of several recipients with the words of each', async () => {
    const text = `This is the mail system at host relay.example.\n\n<one@fabrikam.example>: host mx said: 550 5.1.1 unknown\n    (in reply to RCPT TO command)\n\n<two@fabrikam.example>: host mx said: 552 5.2.2 full\n`
    const reports = await reportsOf(mailBytes({ headers: { ...DAEMON, Subject: 'Undelivered Mail' }, text }))
    expect(reports.map(({ recipient, status }) => [recipient, status])).toEqual([
      ['one@fabrikam.example', '5.1.1'],
      ['two@fabrikam.example', '5.2.2'],
    ])
  })

  it('names nobody when the text names nobody', async () => {
    const text = 'Your message could not be delivered. 550 5.1.1 nobody here'
    const report = await onlyReportOf(mailBytes({ headers: { ...DAEMON, Subject: 'Undeliverable mail' }, text }))
    expect(report).toMatchObject({ recipient: null, token: 'tok-1', status: '5.1.1' })
  })

  it('is not what a person writes about bounces', async () => {
    const text = 'Hi, our postmaster told me that mail to sales could not be delivered. Is there another address?'
    const person = mailBytes({ headers: { Subject: 'Re: Undeliverable: Our offer' }, text })
    expect((await readInboundMail(person, OURS)).kind).toBe('person')
    const postmaster = mailBytes({
      headers: { From: 'Bob <postmaster@fabrikam.example>' },
      text: 'Yes please, send me the price list.',
    })
    expect((await readInboundMail(postmaster, OURS)).kind).toBe('person')
  })
})

function complaintReport(fields: string, returned: string, headers: Record<string, string> = {}): Uint8Array {
  return mailBytes({
    headers: { From: 'fbl@yahoo.example', To: 'fbl@contoso.example', Subject: 'Abuse report', ...headers },
    multipart: 'report; report-type=feedback-report',
    parts: [
      { type: 'text/plain', text: 'This is an abuse report.' },
      { type: 'message/feedback-report', text: fields },
      { type: 'message/rfc822', text: `${returned}\n\nHello Ann` },
    ],
  })
}

describe('a complaint', () => {
  const returned = `Message-ID: <our-1@contoso.example>\nTo: ${ANN}`

  it('names whom it comes from and our mail', async () => {
    const fields = `Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <${ANN}>\nArrival-Date: Thu, 1 Jan 2026 08:00:00 +0000`
    expect(await onlyReportOf(complaintReport(fields, returned))).toMatchObject({
      kind: 'complaint',
      recipient: ANN,
      messageId: '<our-1@contoso.example>',
      isFinal: true,
      at: Date.parse('2026-01-01T08:00:00Z'),
    })
  })

  it('takes the recipient from the returned mail, but never a blackened one', async () => {
    expect((await onlyReportOf(complaintReport('Feedback-Type: abuse', returned))).recipient).toBe(ANN)
    const hidden = complaintReport(
      'Feedback-Type: abuse',
      'Message-ID: <our-1@contoso.example>\nTo: redacted@yahoo.example',
    )
    expect((await onlyReportOf(hidden)).recipient).toBeNull()
  })

  it('is none when the mail was no spam, or is about forged mail', async () => {
    expect(await reportsOf(complaintReport('Feedback-Type: not-spam', returned))).toEqual([])
    expect(await reportsOf(complaintReport('Feedback-Type: auth-failure', returned))).toEqual([])
  })

  it('is read from Microsoft’s older form', async () => {
    const bytes = mailBytes({
      headers: { From: 'staff@hotmail.example', Subject: 'complaint about message from 192.0.2.9' },
      parts: [{ type: 'message/rfc822', text: `X-HmXmrOriginalRecipient: ${ANN}\n${returned}\n\nHello` }],
    })
    expect(await onlyReportOf(bytes)).toMatchObject({ kind: 'complaint', recipient: ANN })
  })

  it('is read when its parts lost their types', async () => {
    const bytes = mailBytes({
      headers: { From: 'fbl@isp.example', Subject: 'FW: Abuse report' },
      parts: [
        { type: 'text/plain', text: 'This is an abuse report.' },
        { type: 'text/plain', text: `Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: ${ANN}` },
        { type: 'message/rfc822', text: `${returned}\n\nHello` },
      ],
    })
    expect(await onlyReportOf(bytes)).toMatchObject({
      kind: 'complaint',
      recipient: ANN,
      messageId: '<our-1@contoso.example>',
    })
  })
})
