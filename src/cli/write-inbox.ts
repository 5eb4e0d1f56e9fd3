import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createComposer } from '../email/compose/compose-mail.ts'
import { fillTemplate } from '../email/compose/fill-template.ts'
import type { CalendarEntry } from '../workflow/proofs/simulate.ts'
import { type CalendarMail, type CalendarRequest, mailsOf, simulatedCalendar } from './calendar.ts'
import { counted, tell } from './print.ts'
import { unwritable, writeQuietly } from './write-out.ts'

/**
 * Writes each mail of the calendar as the lead would get it: `01-test-drive-welcome.html`, `.txt` and `.eml`, numbered in
 * the order in which they leave. Throws `wrong-use` when the folder cannot be written.
 */
export function writeInbox(folder: string, request: CalendarRequest): void {
  const { calendar, arrived } = simulatedCalendar(request)
  const mails = mailsOf(calendar.entries, { ...request, ...arrived })
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw unwritable(folder, cause)
  }
  const sent = calendar.entries.filter(({ kind }) => kind === 'send')
  sent.forEach((entry, index) => {
    const made = mails.get(entry)
    if (made === undefined) return
    const { html, text, subject } = fillTemplate(made.mail)
    const path = join(folder, nameOf(entry, index))
    writeQuietly(`${path}.html`, html)
    writeQuietly(`${path}.txt`, `Subject: ${subject}\n\n${text}`)
    writeQuietly(`${path}.eml`, composed(made, { entry, request, to: arrived.lead }))
  })
  tell(`${counted(sent.length, 'mail')} written to ${folder}.`)
}

function nameOf({ template }: CalendarEntry, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${(template ?? 'mail').replaceAll('/', '-')}`
}

interface Composed {
  entry: CalendarEntry
  request: CalendarRequest
  to: { firstName: string | null; email: string | null }
}

function composed({ mail, messageId }: CalendarMail, { entry, request, to }: Composed): Uint8Array {
  const { sender, replyTo } = request.settings.publisher
  return createComposer().compose({
    ...mail,
    from: sender,
    replyTo,
    to: { name: to.firstName, address: to.email ?? 'nobody@example.com' },
    messageId,
    date: entry.at,
  }).mail.bytes
}
