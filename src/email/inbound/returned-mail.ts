import { messageIdsIn } from './addresses.ts'
import type { ParsedMail } from './parse-mail.ts'

const RETURNED_TYPES = ['message/rfc822', 'message/global', 'message/partial', 'text/rfc822', 'message/rfc822-headers']
const HEADER_PARTS = ['text/rfc822-headers', 'message/global-headers']

/** The text of our mail, or of its headers, that a report gives back. */
export function returnedMails(mail: ParsedMail): string[] {
  return mail.parts.filter(({ type }) => [...RETURNED_TYPES, ...HEADER_PARTS].includes(type)).map(({ text }) => text)
}

/** Message-ID in the headers at the start of a returned mail, or in headers that were quoted as text. */
export function messageIdIn(text: string): string | null {
  const unfolded = text
    .slice(0, 100_000)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[> \t]*[ \t](?=<)/g, ' ')
  const line = /^[> \t|]*(?:x-)?(?:original-)?message-id[ \t]*:(.*)$/im.exec(unfolded)?.[1]
  return line === undefined ? null : (messageIdsIn(line)[0] ?? null)
}

/** A header of a returned mail. */
export function returnedHeader(text: string, name: string): string | null {
  const head = text
    .slice(0, 100_000)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
  return new RegExp(`^[> \\t]*${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? null
}
