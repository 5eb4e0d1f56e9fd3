import { createHash } from 'node:crypto'
import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import { withoutAddresses } from '../../domain/bounces/smtp-reply.ts'

/** One POST of a provider. Everything in it may be forged until its reader has seen the proof. */
export interface WebhookRequest {
  body: string
  /** What stood behind the provider in the address; null when nothing did. */
  token: string | null
  header(name: string): string | undefined
}

/** A report under a name that stays the same however often the provider sends it. */
export interface ArrivedReport {
  id: string
  report: DeliveryReport
}

export type WebhookReading =
  | { kind: 'reports'; reports: ArrivedReport[] }
  /** Not proven to come from the provider. */
  | { kind: 'refused'; because: string }
  /** Proven, and still not what the provider documents. */
  | { kind: 'unreadable'; expected: string }
  /** A question whether this address is ours, with the answer that is wanted. */
  | { kind: 'handshake'; answer: Record<string, string> }
  /** The topic exists and asks for one GET at this address before it sends anything. */
  | { kind: 'confirmation'; url: string }

export function refused(because: string): WebhookReading {
  return { kind: 'refused', because }
}

/** The JSON of a body; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Names an event by what the provider repeats with every try; says nothing to whoever reads it. */
export function reportId(source: DeliveryReport['source'], ...parts: (string | number | null)[]): string {
  return `${source}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`
}

interface Told {
  kind: DeliveryReport['kind']
  source: DeliveryReport['source']
  recipient: string
  messageId: string
  /** The token of our return path, where the provider tells what that was. */
  token?: string | null
  /** Enhanced status, where the provider has a field for it. */
  status?: string
  /** Taken when neither the field nor the server's words say more: what the provider's own class amounts to. */
  fallback?: string | null
  words: string
  isFinal: boolean
  at: string | number
}

/** A report in our words. The server's own status counts more than the provider's opinion of it. */
export function reportOf(told: Told): DeliveryReport {
  const { kind, source, isFinal, recipient } = told
  const words = told.words.slice(0, LONGEST_WORDS)
  const code = /(?:^|[^\d.])([245]\d\d)(?=[ -])/.exec(words)?.[1]
  const status = STATUS.exec(told.status ?? '')?.[0] ?? STATUS.exec(words)?.[0] ?? null
  return {
    kind,
    source,
    recipient: recipient.length > 0 && recipient.length <= LONGEST_ADDRESS ? recipient : null,
    messageId: bracketed(told.messageId),
    token: told.token ?? null,
    status: status ?? (code === undefined ? (told.fallback ?? null) : null),
    code: code === undefined ? null : Number(code),
    diagnostic: withoutAddresses(words),
    isFinal,
    at: momentOf(told.at),
  }
}

const LONGEST_WORDS = 2_000
const LONGEST_ADDRESS = 320
const LONGEST_MESSAGE_ID = 998
const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/

function bracketed(messageId: string): string | null {
  const bare = messageId.trim().replace(/^<|>$/g, '')
  return bare === '' || bare.length > LONGEST_MESSAGE_ID || /[\s<>]/.test(bare) ? null : `<${bare}>`
}

/** Seconds since 1970, or a text with its zone. */
function momentOf(at: string | number): number | null {
  const moment = typeof at === 'number' ? at * 1_000 : Date.parse(at)
  return Number.isSafeInteger(moment) && moment > 0 ? moment : null
}
