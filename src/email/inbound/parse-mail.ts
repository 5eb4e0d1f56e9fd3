import PostalMime, { type Attachment, decodeWords, type Email } from 'postal-mime'
import { htmlToText } from './html-text.ts'

const BYTES_MAX = 2_000_000
const PARTS_MAX = 200
const LINES_MAX = 30_000
const LINE_FEED = 0x0a
const HEADERS_MAX = 500
const VALUE_MAX = 20_000
const TEXT_MAX = 200_000
const HTML_MAX = 300_000

export interface MailPart {
  /** Such as `message/delivery-status`. */
  type: string
  /** Of a calendar part: `REPLY`, `REQUEST`. */
  method: string | null
  bytes: Uint8Array
  /** Its first 200,000 bytes as text. */
  text: string
}

export interface ParsedMail {
  /** Values in document order by lower-case name, unfolded but not decoded. */
  headers: Map<string, string[]>
  /** Content-Type with its parameters, in lower case. */
  type: string
  subject: string
  /** The text part, or the HTML part turned into text. */
  text: string
  parts: MailPart[]
}

/** Reads MIME of any quality. Never throws: what cannot be read as MIME is read as headers and one text. */
export async function parseMail(bytes: Uint8Array): Promise<ParsedMail> {
  const bounded = withFewParts(withFewLines(withoutBlankStart(bytes.subarray(0, BYTES_MAX))))
  try {
    return parsedMail(await PostalMime.parse(bounded, { forceRfc822Attachments: true }))
  } catch {
    return plainlyRead(bounded)
  }
}

/** The first value of a header, or null. */
export function headerOf(mail: ParsedMail, name: string): string | null {
  return mail.headers.get(name)?.[0] ?? null
}

function withoutBlankStart(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex(byte => byte > 0x20)
  return start <= 0 ? bytes : bytes.subarray(start)
}

// The parser joins one blob per line: a megabyte of empty lines would take it half a minute.
function withFewLines(bytes: Uint8Array): Uint8Array {
  let at = -1
  for (let count = 0; count < LINES_MAX; count += 1) {
    at = bytes.indexOf(LINE_FEED, at + 1)
    if (at < 0) return bytes
  }
  return bytes.subarray(0, at)
}

// Each part costs an object and an attachment, and a line of three bytes can begin one.
function withFewParts(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const declared = text.matchAll(/boundary\*?0?\*?[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})|([^\s";]{1,200}))/gi)
  const boundaries = new Set([...declared.take(PARTS_MAX)].map(match => match[1] ?? match[2] ?? ''))
  if (boundaries.size === 0) return bytes
  let count = 0
  for (let at = text.indexOf('\n--'); at >= 0; at = text.indexOf('\n--', at)) {
    at += 1
    const line = /[^\r\n]*/.exec(text.slice(at + 2, at + 210))?.[0].trimEnd() ?? ''
    if (boundaries.has(line) || boundaries.has(line.replace(/--$/, ''))) count += 1
    if (count > PARTS_MAX) return bytes.subarray(0, at)
  }
  return bytes
}

function parsedMail(email: Email): ParsedMail {
  const headers = new Map<string, string[]>()
  for (const { key, value } of email.headers.slice(0, HEADERS_MAX)) {
    const values = headers.get(key) ?? []
    values.push(value.slice(0, VALUE_MAX))
    headers.set(key, values)
  }
  const text = (email.text ?? '').slice(0, TEXT_MAX)
  return {
    headers,
    type: (headers.get('content-type')?.[0] ?? '').toLowerCase(),
    subject: safelyDecoded(headers.get('subject')?.[0] ?? ''),
    text: text.trim() === '' ? htmlToText((email.html ?? '').slice(0, HTML_MAX)) : text,
    parts: email.attachments.slice(0, PARTS_MAX).map(mailPart),
  }
}

function safelyDecoded(value: string): string {
  try {
    return decodeWords(value)
  } catch {
    return value
  }
}

function mailPart({ mimeType, method, content }: Attachment): MailPart {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  return { type: mimeType, method: method ?? null, bytes, text: decoded(bytes.subarray(0, TEXT_MAX)) }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function plainlyRead(bytes: Uint8Array): ParsedMail {
  const text = decoded(bytes.subarray(0, TEXT_MAX))
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/)
  const headers = new Map<string, string[]>()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/, HEADERS_MAX)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1, VALUE_MAX).trim()])
  }
  const subject = safelyDecoded(headers.get('subject')?.[0] ?? '')
  return { headers, type: 'text/plain', subject, text: rest.join('\n\n'), parts: [] }
}
