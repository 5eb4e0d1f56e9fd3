import type { SearchObject } from 'imapflow'
import { TendError } from '../domain/errors.ts'
import { DAY_MS } from '../domain/time/units.ts'
import type { Clock, InboundStore } from '../engine/ports.ts'
import type { MailboxAddress, OpenMailbox } from './open-mailbox.ts'

/** More of a mail is not read: what people write stands at its beginning. */
const BYTES_READ = 2 * 1024 * 1024
/** A mailbox that is new to us, or numbers its mail anew, is read so far back: what was read before acts no second time. */
const LOOK_BACK_MS = 30 * DAY_MS
const MOST_TRIES = 5

export interface NewMailOptions {
  address: MailboxAddress
  places: Pick<InboundStore, 'place' | 'keepPlace'>
  clock: Pick<Clock, 'now'>
  /** Works one mail off, durably. What it throws is tried again; after some times the mail is passed over. */
  onMail(bytes: Uint8Array, receivedAt: number): Promise<void>
  /** A mail that could not be worked off, again and again. */
  onPassedOver(uid: number, error: unknown): Promise<void>
  log: { info(message: string): void; warn(message: string): void }
}

export interface ReadingOptions extends NewMailOptions {
  /** How often each mail could not be worked off. */
  tries: Map<number, number>
}

/** Works off what came since the last look, oldest first; the place is written after each mail. */
export async function readNewMail(mailbox: OpenMailbox, options: ReadingOptions, signal: AbortSignal): Promise<void> {
  const name = nameOf(options.address)
  const last = await lastUid(mailbox, options, name)
  for (const uid of await newUids(mailbox, last)) {
    if (signal.aborted) return
    await workOff(mailbox, options, uid)
    await options.places.keepPlace(name, { uidValidity: mailbox.uidValidity, lastUid: uid })
  }
}

/** Without the password. */
function nameOf({ url, folder }: MailboxAddress): string {
  const { hostname, username } = new URL(url)
  return `${decodeURIComponent(username)} at ${hostname}, ${folder}`
}

async function lastUid(mailbox: OpenMailbox, { places, clock }: NewMailOptions, name: string): Promise<number> {
  const place = await places.place(name)
  if (place?.uidValidity === mailbox.uidValidity) return place.lastUid
  const recent = await searched(mailbox, { since: new Date(clock.now() - LOOK_BACK_MS) })
  return recent.reduce((first, uid) => Math.min(first, uid), mailbox.uidNext) - 1
}

/** `7:*` names the last mail even where it is older (RFC 9051 section 9, seq-range). */
async function newUids(mailbox: OpenMailbox, last: number): Promise<number[]> {
  const found = await searched(mailbox, { uid: `${last + 1}:*` })
  return found.filter(uid => uid > last).sort((a, b) => a - b)
}

/** Throws where the server refuses: that is no empty mailbox. */
async function searched({ client }: OpenMailbox, query: SearchObject): Promise<number[]> {
  const found = await client.search(query, { uid: true })
  if (!Array.isArray(found)) throw new Error('the server refused to search')
  return found
}

async function workOff(mailbox: OpenMailbox, options: ReadingOptions, uid: number): Promise<void> {
  try {
    await readOne(mailbox, options, uid)
  } catch (error) {
    // A broken line and a full disk say nothing about the mail.
    if (!mailbox.client.usable || isNotDurable(error)) throw error
    const tries = (options.tries.get(uid) ?? 0) + 1
    options.tries.set(uid, tries)
    if (tries < MOST_TRIES) throw error
    await options.onPassedOver(uid, error)
  }
}

async function readOne({ client }: OpenMailbox, { clock, onMail }: ReadingOptions, uid: number): Promise<void> {
  const query = { source: { maxLength: BYTES_READ }, internalDate: true }
  const found = await client.fetchOne(String(uid), query, { uid: true })
  // Somebody has deleted it since.
  if (!found || found.source === undefined) return
  const receivedAt = found.internalDate === undefined ? clock.now() : new Date(found.internalDate).getTime()
  await onMail(found.source, receivedAt)
}

function isNotDurable(error: unknown): boolean {
  return error instanceof TendError && error.code === 'not-durable'
}
