import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replyText } from '../../../src/domain/inbound/reply-text.ts'

const NEW = 'Yes, call me on Monday.\nMy number is below.'

const HISTORIES: [string, string][] = [
  ['quoted lines', '> Would you like a call?\n> Jana'],
  ['Gmail', 'On Fri, Jan 2, 2026 at 10:00 AM Jana <jana@contoso.example> wrote:\n\n> Would you like a call?'],
  [
    'Gmail, wrapped',
    'On Fri, Jan 2, 2026 at 10:00 AM Jana from Contoso <\njana@contoso.example> wrote:\n> Would you like a call?',
  ],
  ['an attribution without quote marks', 'On 2 January 2026 Jana wrote:\nWould you like a call?'],
  ['Gmail in German', 'Am Fr., 2. Jan. 2026 um 10:00 Uhr schrieb Jana <jana@contoso.example>:\n> Alt'],
  ['Gmail in French', 'Le ven. 2 janv. 2026 à 10:00, Jana <jana@contoso.example> a écrit :\n> Vieux'],
  ['Gmail in Spanish', 'El vie, 2 ene 2026 a las 10:00, Jana (<jana@contoso.example>) escribió:\n> Viejo'],
  ['Gmail in Italian', 'Il giorno ven 2 gen 2026 alle ore 10:00 Jana <jana@contoso.example> ha scritto:\n> Vecchio'],
  ['Gmail in Dutch', 'Op vr 2 jan 2026 om 10:00 schreef Jana <jana@contoso.example>:\n> Oud'],
  ['Gmail in Czech', 'pá 2. 1. 2026 v 10:00 odesílatel Jana <jana@contoso.example> napsal:\n> Staré'],
  ['Thunderbird in Czech', 'Dne 02. 01. 26 v 10:00 Jana napsal(a):\n> Staré'],
  ['Gmail in Polish', 'pt., 2 sty 2026 o 10:00 Jana <jana@contoso.example> napisał(a):\n> Stare'],
  ['Gmail in Portuguese', 'Em sex., 2 de jan. de 2026 às 10:00, Jana <jana@contoso.example> escreveu:\n> Velho'],
  ['Gmail in Japanese', '2026年1月2日(金) 10:00 Jana <jana@contoso.example>:\n> 古い'],
  ['old Outlook', '-----Original Message-----\nFrom: Jana\nSent: Friday\nOld'],
  ['old Outlook in German', '-----Ursprüngliche Nachricht-----\nVon: Jana\nAlt'],
  [
    'Outlook',
    '________________________________\nFrom: Jana <jana@contoso.example>\nSent: Friday, January 2, 2026 10:00 AM\nTo: Ann\nSubject: Our offer\n\nOld',
  ],
  [
    'Outlook in German',
    'Von: Jana <jana@contoso.example>\nGesendet: Freitag, 2. Januar 2026 10:00\nAn: Ann\nBetreff: Angebot\n\nAlt',
  ],
  ['Outlook in French', 'De : Jana\nEnvoyé : vendredi 2 janvier 2026 10:00\nÀ : Ann\nObjet : Offre\n\nVieux'],
  ['Outlook in Spanish', 'De: Jana\nEnviado el: viernes, 2 de enero de 2026\nPara: Ann\nAsunto: Oferta\n\nViejo'],
  ['Outlook in Italian', 'Da: Jana\nInviato: venerdì 2 gennaio 2026\nA: Ann\nOggetto: Offerta\n\nVecchio'],
  ['Outlook in Dutch', 'Van: Jana\nVerzonden: vrijdag 2 januari 2026\nAan: Ann\nOnderwerp: Aanbod\n\nOud'],
  ['Outlook in Czech', 'Od: Jana\nOdesláno: pátek 2. ledna 2026\nKomu: Ann\nPředmět: Nabídka\n\nStaré'],
  ['Outlook in Polish', 'Od: Jana\nWysłano: piątek, 2 stycznia 2026\nDo: Ann\nTemat: Oferta\n\nStare'],
  ['Seznam', '---------- Původní e-mail ----------\nOd: Jana\nStaré'],
  ['a forwarded mail', '---------- Forwarded message ---------\nFrom: Jana\nOld'],
  ['a signature', '-- \nAnn Lee\nFabrikam'],
  ['a telephone', 'Sent from my iPhone'],
]

describe('the new text of an answer', () => {
  it.each(HISTORIES)('ends where the old begins: %s', (_form, history) => {
    expect(replyText(`${NEW}\n\n${history}\n`)).toBe(NEW)
    expect(replyText(`${NEW}\r\n\r\n${history.replace(/\n/g, '\r\n')}\r\n`)).toBe(NEW)
  })

  it('keeps what was written between the quoted lines', () => {
    const text = 'On 2 Jan 2026 Jana wrote:\n> Would you like a call?\n\nYes.\n\n> On which day?\n\nMonday.'
    expect(replyText(text)).toBe('Yes.\n\nMonday.')
  })

  it('keeps sentences that look like history and are none', () => {
    for (const text of [
      'From: my point of view this is fine.',
      'On Monday he wrote a letter.',
      'Here is what I need:\nprices',
      'I wrote:\n1. a list',
    ]) {
      expect(replyText(text)).toBe(text)
    }
  })

  it('is the first lines when nothing new would be left', () => {
    expect(replyText('> Would you like a call?\n> Jana')).toBe('Would you like a call?\nJana')
    expect(replyText('On 2 Jan 2026 Jana wrote:\nOld words')).toBe('On 2 Jan 2026 Jana wrote:\nOld words')
    expect(replyText('')).toBe('')
  })

  it('has no invisible characters and at most 4,000 of the others', () => {
    expect(replyText('Ye\u200bs\u202e \u0000please')).toBe('Yes please')
    expect(replyText('x'.repeat(9000))).toHaveLength(4000)
  })

  it('is short and clean for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), text => {
        const fresh = replyText(text)
        expect(Array.from(fresh).length).toBeLessThanOrEqual(4000)
        expect(fresh).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u200b]/)
      }),
    )
  })
})
