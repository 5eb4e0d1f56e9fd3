import { describe, expect, it } from 'vitest'
import type { InboundMail } from '../../../src/domain/inbound/inbound-mail.ts'
import { readInboundMail } from '../../../src/email/inbound/read-inbound-mail.ts'
import { mailBytes } from '../../support/mail-bytes.ts'

const OURS = {
  returnPath: 'bounce@contoso.example',
  unsubscribe: 'unsub@contoso.example',
  receivedAt: Date.parse('2026-01-02T10:00:00Z'),
}

const read = (draft: Parameters<typeof mailBytes>[0]): Promise<InboundMail> => readInboundMail(mailBytes(draft), OURS)

describe('a letter of a person', () => {
  it('is read whole', async () => {
    const headers = {
      From: '=?utf-8?Q?J=C3=BCrgen?= <Juergen@Fabrikam.example>',
      To: '"Jana" <jana@contoso.example>, reply+TOK-9@contoso.example',
      'Delivered-To': 'bounce+Tok-1@CONTOSO.example',
      Subject: '=?iso-8859-1?Q?Re:_Unser_Angebot_f=FCr_Sie?=',
      'In-Reply-To': '<our-2@contoso.example>',
      References: '<our-1@contoso.example> broken <our-2@contoso.example>',
    }
    expect(await read({ headers, text: 'Yes, please call me.\n\n> Would you like a call?\n' })).toEqual({
      kind: 'person',
      messageId: '<1@fabrikam.example>',
      from: 'juergen@fabrikam.example',
      to: ['bounce+tok-1@contoso.example', 'jana@contoso.example', 'reply+tok-9@contoso.example'],
      subject: 'Re: Unser Angebot für Sie',
      answers: ['<our-2@contoso.example>', '<our-1@contoso.example>'],
      token: 'tok-1',
      text: 'Yes, please call me.',
      backOn: null,
      reports: [],
    })
  })

  it('may carry X-Auto-Response-Suppress, Auto-Submitted: no and a list’s Precedence', async () => {
    for (const headers of [
      { 'X-Auto-Response-Suppress': 'All' },
      { 'Auto-Submitted': 'no' },
      { Precedence: 'list' },
      { 'Return-Path': '<ann@fabrikam.example>' },
      { Subject: 'Re: Automatic reply: Our offer' },
      { Subject: 'Read: the contract' },
      { Subject: 'Office of the future' },
    ]) {
      expect((await read({ headers, text: 'Sounds good, tell me more.' })).kind).toBe('person')
    }
  })

  it('keeps at most 30 answers, nearest first', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `<our-${index}@contoso.example>`)
    const { answers } = await read({ headers: { References: ids.join(' ') }, text: 'Yes' })
    expect(answers).toHaveLength(30)
    expect(answers[0]).toBe('<our-59@contoso.example>')
  })

  it('finds the token in the headers of the envelope and in what a server noted', async () => {
    for (const headers of [
      { 'X-Original-To': 'bounce+abc@contoso.example' },
      { 'Envelope-To': '<bounce+abc@contoso.example>' },
      { 'Apparently-To': 'BOUNCE+abc@contoso.example' },
      { Cc: 'Us <unsub@contoso.example>, bounce+abc@contoso.example' },
      { Received: 'from mx by store (8.1) for <bounce+abc@contoso.example>; Fri, 2 Jan 2026 09:00:00 +0000' },
    ]) {
      expect((await read({ headers, text: 'Yes' })).token).toBe('abc')
    }
    expect((await read({ headers: { To: 'bounce+abc@fabrikam.example' }, text: 'Yes' })).token).toBeNull()
  })
})

const INVITATION = 'BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR'

describe('an automatic answer', () => {
  it.each<Record<string, string>>([
    { 'Auto-Submitted': 'auto-replied' },
    { 'Auto-Submitted': 'auto-generated; owner-email="ann@fabrikam.example"' },
    { 'X-Autoreply': 'yes' },
    { 'X-Autorespond': 'Our offer' },
    { Precedence: 'auto_reply' },
    { Precedence: 'bulk' },
    { Precedence: 'junk' },
    { 'Return-Path': '<>' },
    { Subject: 'Automatic reply: Our offer' },
    { Subject: 'Out of Office: Our offer' },
    { Subject: 'Abwesenheitsnotiz: Unser Angebot' },
    { Subject: 'Automatische Antwort: Unser Angebot' },
    { Subject: '=?utf-8?Q?Automatick=C3=A1_odpov=C4=9B=C4=8F:_Nab=C3=ADdka?=' },
    { Subject: '=?utf-8?Q?R=C3=A9ponse_automatique_:_Offre?=' },
    { Subject: '=?iso-8859-1?Q?Respuesta_autom=E1tica:_Oferta?=' },
    { Subject: 'Risposta automatica: Offerta' },
    { Subject: 'Automatisch antwoord: Aanbod' },
    { Subject: '=?utf-8?Q?Odpowied=C5=BA_automatyczna:_Oferta?=' },
    { Subject: '=?utf-8?Q?Resposta_autom=C3=A1tica:_Proposta?=' },
    { Subject: '=?utf-8?B?6Ieq5YuV5b+c562U?=: Our offer' },
  ])('is known by %o', async headers => {
    const mail = await read({ headers, text: 'Thank you for your mail. I am away.' })
    expect([mail.kind, mail.reports]).toEqual(['automatic', []])
  })

  it('says when its author is back', async () => {
    const headers = { Subject: 'Automatic reply: Our offer', 'X-Auto-Response-Suppress': 'All' }
    const away = await read({ headers, text: 'Thank you for your mail.\n\nI am out of the office until 9 January.' })
    const person = await read({ text: 'I am out of the office until 9 January, then let us talk.' })
    expect([away.backOn, person.kind, person.backOn]).toEqual(['2026-01-10', 'person', null])
  })

  it('is a read receipt, with or without its machine part', async () => {
    const receipt = await read({
      multipart: 'report; report-type=disposition-notification',
      parts: [
        { type: 'text/plain', text: 'Your message was read on Friday.' },
        {
          type: 'message/disposition-notification',
          text: 'Final-Recipient: rfc822;ann@fabrikam.example\nDisposition: manual-action/MDN-sent-manually; displayed',
        },
      ],
    })
    const stripped = await read({
      headers: { Subject: 'Gelesen: Unser Angebot' },
      text: 'Ihre Nachricht an Ann wurde am 2.1.2026 um 10:00 gelesen.',
    })
    expect([receipt.kind, stripped.kind]).toEqual(['automatic', 'automatic'])
  })

  it('is a report about other things than mail', async () => {
    const mail = await read({
      multipart: 'report; report-type="tlsrpt"',
      parts: [{ type: 'text/plain', text: 'This is a report about encryption.' }],
    })
    expect([mail.kind, mail.reports]).toEqual(['automatic', []])
  })

  it('is an accepted invitation; an invitation is a letter', async () => {
    const invited = (method: string) =>
      read({
        multipart: 'alternative',
        parts: [
          { type: 'text/plain', text: 'Call with Ann' },
          { type: `text/calendar; method=${method}`, text: INVITATION },
        ],
      })
    expect((await invited('REPLY')).kind).toBe('automatic')
    expect((await invited('REQUEST')).kind).toBe('person')
  })
})

describe('a wish to get no more mail', () => {
  it('is what comes to the unsubscribe address, even when a program sends it', async () => {
    const mail = await read({
      headers: { To: 'unsub+tok-7@contoso.example', 'Auto-Submitted': 'auto-generated' },
      text: '',
    })
    expect([mail.kind, mail.token]).toEqual(['unsubscribe', 'tok-7'])
  })

  it.each([
    ['Unsubscribe', ''],
    ['Re: Our offer', 'STOP'],
    ['Re: Our offer', 'Please remove me.\n\n> Our offer'],
    ['Re: Our offer', 'Unsubscribe\n\nAnn Lee\nFabrikam'],
    ['AW: Angebot', 'Bitte abmelden!'],
    ['RE: Offre', 'Me désabonner, merci'],
    ['RE: Oferta', 'Darme de baja, por favor'],
    ['Re: Offerta', 'Cancellami'],
    ['Re: Aanbod', 'Uitschrijven'],
    ['Re: Nabídka', 'Prosím odhlásit odběr'],
    ['Odp: Oferta', 'Proszę wypisz mnie'],
    ['Re: Proposta', 'descadastrar'],
    ['Re: 提案', '配信停止'],
  ])('%s / %s', async (subject, text) => {
    const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`
    expect((await read({ headers: { Subject: encoded }, text })).kind).toBe('unsubscribe')
  })

  it.each([
    ['Re: Stop losing leads', 'Interesting, tell me more.'],
    ['Re: Our offer', 'Stop by our office on Monday'],
    ['Re: Our offer', 'Unsubscribe\n\nHow does that work with the trial?'],
    ['Re: Our offer', 'How can I unsubscribe my users from alerts?'],
    ['Re: Unsubscribe', 'Thanks, I meant the other list. Keep writing to me.'],
  ])('is not: %s / %s', async (subject, text) => {
    expect((await read({ headers: { Subject: subject }, text })).kind).toBe('person')
  })
})

describe('HTML', () => {
  it('becomes the new text, without styles and without what mail programs quote', async () => {
    const gmail = `<html><head><style>p{color:red}</style></head><body><div dir="ltr">Yes &amp; thanks,<br>call me&nbsp;on <b>Monday</b></div><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Am Fr., 2. Jan. 2026 hat Jana geschrieben<br></div><blockquote class="gmail_quote"><div>Old words</div></blockquote></div></body></html>`
    const outlook = `<div>Yes &amp; thanks,<br>call me on Monday</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Jana<br><b>Sent:</b> Friday</div><div>Old words</div>`
    const apple = `<body>Yes &amp; thanks,<div>call me on Monday</div><br><blockquote type="cite">On 2 Jan 2026, Jana wrote:<br>Old words</blockquote></body>`
    for (const html of [gmail, outlook, apple]) {
      expect((await read({ html })).text).toBe('Yes & thanks,\ncall me on Monday')
    }
  })

  it('that is broken gives what text there is', async () => {
    expect((await read({ html: 'a < b <b>bold <!-- never closed' })).text).toBe('a < b bold')
    expect((await read({ html: '<p>one<p>two<script>evil()' })).text).toBe('one\ntwo')
  })
})
