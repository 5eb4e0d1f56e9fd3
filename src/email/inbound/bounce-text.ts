import { messageIdsIn } from './addresses.ts'
import { returnedHeader } from './returned-mail.ts'

const SCAN_MAX = 60_000
const FOUND_MAX = 50
const WORDS_MAX = 600

/** Where a report gives back our mail as text: what stands below is ours, not the server's. */
const RETURNED = new RegExp(
  `^[> \\t]*(?:${[
    ...[
      '[- =*_]*(?:below|above) this line is (?:a|the) copy',
      '[- =*_]*this is a copy of (?:the|your) message',
      '-+ this is the original message',
    ],
    ...[
      '[- =*_]*(?:begin )?(?:original|returned|unsent|undelivered|rejected|bounced) message[- =*_:]*',
      '[- =*_]*(?:message|mail) headers? follow',
    ],
    ...[
      '[- =*_]*(?:original|returned|undelivered) (?:message|mail)(?: headers?| follows?| text)?[- =*_:]*$',
      'original message headers:?',
      '[- =*_]*enclosed is a copy',
    ],
    ...[
      '[- =*_]*message (?:header|text) follows',
      '[- =*_]*the header of the original message',
      '[- =*_]*(?:ursprüngliche|original)-?nachricht[- =*_:]*$',
    ],
    ...[
      'return-path:[ \\t]*<',
      'received:[ \\t]+(?:from|by) ',
      '[- =*_]*copy of (?:your |the )?(?:original )?message',
      '原始邮件',
      '邮件原文',
    ],
  ].join('|')})`,
  'im',
)

const ADDRESS = /[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi
const SERVER_NAMES =
  /^(?:mailer-daemon|mail-daemon|postmaster|abuse|support|helpdesk|noreply|no-reply|hostmaster|feedback)[+@-]/i
const SMTP_REPLY = /(?<![\d.:/-])([45]\d\d)(?:(?:[ -]|:[ ]?)\(?#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])\)?|[ -]|: ?)\s*\S/
const STATUS = /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])/

export interface Failure {
  recipient: string | null
  status: string | null
  code: number | null
  /** Its words on as many lines as the report has. */
  words: string
}

/** What the text of a report says of each recipient that did not get our mail; one without a recipient when it names none. */
export function failuresInText(text: string, named: string[], own: (address: string) => boolean): Failure[] {
  const told = beforeReturned(text.slice(0, SCAN_MAX))
  const places = recipientPlaces(told, named, own)
  if (places.length === 0) return [{ recipient: null, ...readReply(told) }]
  return places.map(({ address, at }, index) => {
    const chunk = told.slice(at, places[index + 1]?.at ?? told.length).slice(address.length)
    const reply = readReply(chunk)
    const whole = reply.code === null && reply.status === null ? readReply(told) : reply
    return { recipient: address, ...(whole.code === null && whole.status === null ? reply : whole) }
  })
}

/** The reply of a server in running text: code, enhanced status and the words behind them. */
export function readReply(text: string): Omit<Failure, 'recipient'> {
  const found = SMTP_REPLY.exec(text)
  const start = found?.index ?? 0
  const words = untilGap(text.slice(start))
  const status = found?.[2] ?? STATUS.exec(words)?.[1] ?? STATUS.exec(text)?.[1] ?? null
  return { status, code: found === null ? null : Number(found[1]), words }
}

/** Message-ID of our mail where the text gives back its headers. */
export function messageIdInText(text: string): string | null {
  const value = returnedHeader(text.slice(0, SCAN_MAX), '(?:x-)?(?:original-)?message-id')
  return value === null ? null : (messageIdsIn(value)[0] ?? null)
}

function beforeReturned(text: string): string {
  const at = text.replace(/\r\n/g, '\n').search(RETURNED)
  const whole = text.replace(/\r\n/g, '\n')
  return at > 40 ? whole.slice(0, at) : whole
}

interface Place {
  address: string
  at: number
}

// Names at the start of a line are the recipients of a list; a name within a sentence counts when there is no such list.
function recipientPlaces(text: string, named: string[], own: (address: string) => boolean): Place[] {
  const all: (Place & { leads: boolean })[] = []
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(/^['.]+|\.+$/g, '')
    const key = address.toLowerCase()
    if (own(address) || SERVER_NAMES.test(address) || isInLink(text, match.index)) continue
    const leads = /(?:^|\n)[ \t>*•]*(?:(?:to|recipient|rcpt|e-?mail)\s*:\s*)?(?:\[?smtp:)?[<('"[]*$/i.test(
      text.slice(Math.max(0, match.index - 60), match.index),
    )
    const known = all.find(place => place.address.toLowerCase() === key)
    if (known === undefined) all.push({ address, at: match.index, leads })
    else if (leads && !known.leads) Object.assign(known, { at: match.index, leads })
    if (all.length >= FOUND_MAX) break
  }
  const wanted = all.filter(place => named.some(name => name.toLowerCase() === place.address.toLowerCase()))
  if (wanted.length > 0) return inOrder(wanted)
  if (named.length > 0) return named.slice(0, FOUND_MAX).map(address => ({ address, at: 0 }))
  const leading = all.filter(place => place.leads)
  return inOrder(leading.length > 0 ? leading : all.slice(0, 1))
}

function inOrder(places: Place[]): Place[] {
  return [...places].sort((one, other) => one.at - other.at)
}

function isInLink(text: string, at: number): boolean {
  return /(?:https?:\/\/|mailto:|message-id:\s*<|message id:?\s*<)\S{0,200}$/i.test(
    text.slice(Math.max(0, at - 220), at),
  )
}

function untilGap(text: string): string {
  const start = text.replace(/^[\s>:)<"'\].,;-]+/, '')
  return (start.split(/\n[ \t]*\n/, 1)[0] ?? '').slice(0, WORDS_MAX)
}
