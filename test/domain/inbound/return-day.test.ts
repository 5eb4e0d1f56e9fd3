import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { returnDay } from '../../../src/domain/inbound/return-day.ts'

/** A Friday. */
const RECEIVED = Date.parse('2026-12-18T10:00:00Z')

const TABLE: [string | null, string][] = [
  // English
  ['2027-01-03', 'I am on vacation and will be back on 3 January.'],
  ['2027-01-03', 'I will be back on January 3.'],
  ['2027-01-03', 'I will return on January 3rd, 2027.'],
  ['2027-01-04', 'Back in the office on Monday, 4 January 2027.'],
  ['2027-01-04', 'I am out of the office, returning Monday 4th January.'],
  ['2027-01-04', 'I will return to work on the 4th of January'],
  ['2027-01-04', 'My first day back is 4 Jan 2027.'],
  ['2027-01-05', 'I will be available again from Jan 5.'],
  [
    '2027-01-05',
    'I am away and will reply to your mail after I return on 5 January 2027. For urgent matters call +1 555 0100.',
  ],
  ['2026-12-29', 'I am out of office until 12/28/2026.'],
  ['2026-12-29', 'I am out of the office until December 28, 2026'],
  ['2026-12-29', 'Out of office through 28 December'],
  ['2027-01-04', 'I am on leave from 20 Dec to 3 Jan.'],
  ['2027-01-04', 'I am on annual leave from Monday 21 December until Sunday 3 January inclusive.'],
  ['2027-01-04', 'Out of office 21 Dec - 3 Jan'],
  ['2027-01-04', 'I am out December 21 through January 3.'],
  ['2026-12-22', 'I am away until Monday.'],
  ['2026-12-21', 'I will be back on Monday.'],
  ['2026-12-23', 'I am travelling and back in the office next Wednesday.'],
  ['2027-01-04', 'I will not be back until January 4th.'],
  ['2027-01-04', "I won't be returning until Monday, January 4."],
  ['2027-01-04', 'As of January 4 I will be available again.'],
  ['2027-01-04', 'On 4 January I will be back at my desk.'],
  ['2027-01-11', 'I am away from 21 December to 8 January, back on 11 January.'],
  ['2026-12-24', 'I return 2026-12-24.'],
  ['2027-01-13', 'I will be back on 13/1/2027.'],
  ['2027-01-13', 'I will be back on 1/13/2027.'],
  ['2027-01-13', 'Our office is closed until 1/12/27 and 12/1/27; back on 1/13/27'],
  // German
  ['2026-12-29', 'Ich bin bis einschließlich 28.12.2026 nicht im Büro.'],
  ['2026-12-29', 'Ich bin bis zum 28. Dezember abwesend.'],
  ['2026-12-29', 'Ich bin bis 28.12. im Urlaub.'],
  ['2027-01-04', 'Ab dem 4. Januar bin ich wieder erreichbar.'],
  ['2027-01-04', 'Sie erreichen mich wieder ab dem 4. Januar 2027.'],
  ['2027-01-04', 'Ich bin am Montag, den 04.01.2027 wieder im Haus.'],
  ['2027-01-04', 'Am 04.01.2027 bin ich wieder für Sie da.'],
  ['2027-01-04', 'Vielen Dank für Ihre Nachricht. Ich bin vom 21.12.2026 bis 03.01.2027 nicht erreichbar.'],
  ['2027-01-04', 'Ich bin vom 21. Dezember bis zum 3. Januar im Urlaub.'],
  ['2027-01-04', 'Ich bin ab dem 21.12. im Urlaub und am 4.1. wieder da.'],
  ['2026-12-29', 'Abwesend bis 28.12.26'],
  ['2026-12-22', 'Ich bin bis Montag nicht im Haus.'],
  ['2026-12-21', 'Ich bin ab Montag wieder erreichbar.'],
  ['2027-03-01', 'Ich kehre am 1. März 2027 zurück.'],
  ['2027-01-05', 'Meine Rückkehr ist am 5. Jänner.'],
  // French
  ['2027-01-04', "Je suis absente jusqu'au 3 janvier."],
  ['2027-01-04', "Je suis en congés jusqu'au 3 janvier 2027 inclus."],
  ['2027-01-04', 'Je serai de retour le 4 janvier.'],
  ['2027-01-04', 'De retour au bureau le lundi 4 janvier 2027.'],
  ['2027-01-04', 'Je suis absent du 21 décembre au 3 janvier.'],
  ['2027-01-04', 'Je suis absent du 21/12/2026 au 03/01/2027 inclus.'],
  ['2027-01-04', 'Je serai de nouveau joignable à partir du 4 janvier.'],
  ['2027-01-01', 'Je reviens le 1er janvier.'],
  ['2026-12-22', "Je suis absent jusqu'à lundi."],
  ['2027-02-02', 'Je rentre le 2 février.'],
  // Spanish
  ['2027-01-04', 'Estoy de vacaciones hasta el 3 de enero.'],
  ['2027-01-04', 'Estaré de vuelta el 4 de enero de 2027.'],
  ['2027-01-04', 'Regreso a la oficina el lunes 4 de enero.'],
  ['2027-01-04', 'Estaré fuera de la oficina del 21 de diciembre al 3 de enero.'],
  ['2027-01-04', 'Me reincorporo el día 4 de enero.'],
  ['2027-01-04', 'Estaré disponible a partir del 04/01/2027.'],
  ['2026-12-22', 'Estoy ausente hasta el lunes.'],
  // Italian
  ['2027-01-04', 'Sono in ferie fino al 3 gennaio.'],
  ['2027-01-04', 'Rientro in ufficio il 4 gennaio 2027.'],
  ['2027-01-04', 'Tornerò lunedì 4 gennaio.'],
  ['2027-01-04', 'Sarò assente dal 21 dicembre al 3 gennaio.'],
  ['2027-01-04', 'Sarò di nuovo disponibile dal 4 gennaio.'],
  ['2027-01-09', 'Sono fuori ufficio fino all’8 gennaio.'],
  // Dutch
  ['2027-01-04', 'Ik ben afwezig tot en met 3 januari.'],
  ['2027-01-04', 'Ik ben afwezig t/m 3 januari 2027.'],
  ['2027-01-04', 'Ik ben op maandag 4 januari weer op kantoor.'],
  ['2027-01-04', 'Vanaf 4 januari ben ik weer bereikbaar.'],
  ['2027-01-04', 'Ik ben met vakantie van 21 december tot en met 3 januari.'],
  ['2027-01-04', 'Ik ben terug op 4-1-2027.'],
  // Czech
  ['2027-01-04', 'Jsem mimo kancelář do 3. ledna.'],
  ['2027-01-04', 'Do 3. 1. 2027 čerpám dovolenou.'],
  ['2027-01-04', 'Zpět budu 4. ledna.'],
  ['2027-01-04', 'Vrátím se v pondělí 4. 1. 2027.'],
  ['2027-01-04', 'Od 4. ledna budu opět k dispozici.'],
  ['2027-01-04', 'Od 21. 12. do 3. 1. mám dovolenou.'],
  ['2026-12-22', 'Jsem nepřítomna do pondělí.'],
  // Polish
  ['2027-01-04', 'Jestem na urlopie do 3 stycznia.'],
  ['2027-01-04', 'Wracam do biura 4 stycznia 2027.'],
  ['2027-01-04', 'Jestem nieobecna od 21 grudnia do 3 stycznia.'],
  ['2027-01-04', 'Będę dostępny od 4 stycznia.'],
  ['2027-01-04', 'Wrócę w poniedziałek, 04.01.2027.'],
  // Portuguese
  ['2027-01-04', 'Estou de férias até 3 de janeiro.'],
  ['2027-01-04', 'Estarei de volta no dia 4 de janeiro.'],
  ['2027-01-04', 'Retorno ao escritório em 4 de janeiro de 2027.'],
  ['2027-01-04', 'Estarei ausente de 21 de dezembro a 3 de janeiro.'],
  ['2027-01-04', 'Voltarei na segunda-feira, 04/01/2027.'],
  // No day, or none that may be believed
  [null, 'I am out of the office with limited access to my mail.'],
  [null, 'Thank you for your mail of 14 December 2026. We answer within two days.'],
  [null, 'I will be back on 03/04/2027.'],
  [null, 'I am out of the office until 1/2/2027.'],
  [null, 'I left the company on 30 November 2026.'],
  [null, 'I will be back on 3 January 2026.'],
  [null, 'I am on parental leave until 1 September 2027.'],
  [null, 'I am back on 31 February.'],
  [null, 'Our opening hours are 9-12 and 1-5. Call 555 0100.'],
  [null, 'From 21 December I am out of the office.'],
  [null, 'Ab dem 21. Dezember bin ich im Urlaub.'],
  [null, 'I was away until 17 December.'],
  [null, 'Meeting on 4 January: please send your agenda.'],
  [null, 'Your ticket 12/28 was opened.'],
  [null, 'Version 1.2.2027 of our product is out.'],
  [null, ''],
]

describe('the day on which somebody is back', () => {
  it.each(TABLE)('%s: %s', (expected, text) => {
    expect(returnDay(text, RECEIVED)).toBe(expected)
  })

  it('is found among other words and over broken lines', () => {
    const text =
      'Automatic reply: Our offer\n\nHello,\n\nthank you for your mail. I am currently out of\nthe office and will be back on\nMonday, 4 January. In urgent cases call Ann (+49 30 123456).\n\nKind regards\nBob'
    expect(returnDay(text, RECEIVED)).toBe('2027-01-04')
  })

  it('is a day to come within 120 days, or none, for any text', () => {
    const words = fc.constantFrom(
      'back',
      'until',
      'bis',
      '3',
      '1.',
      '12/28',
      'january',
      'montag',
      '2027',
      '-',
      'ab',
      'on',
      '.',
      '\n',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 30 }).map(some => some.join(' ')),
    )
    fc.assert(
      fc.property(texts, text => {
        const day = returnDay(text, RECEIVED)
        if (day === null) return
        const days = (Date.parse(day) - Date.parse('2026-12-18')) / 86_400_000
        expect(days).toBeGreaterThan(0)
        expect(days).toBeLessThanOrEqual(120)
      }),
    )
  })
})
