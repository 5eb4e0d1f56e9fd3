import type { Enrollment } from '../domain/enrollment.ts'
import type { TimelineEvent } from '../domain/event.ts'
import { type Message, mayHaveLeft } from '../domain/mail/message.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { Suppression, SuppressionReason } from '../domain/suppression.ts'

/** A person's wish for silence, from when until when it held. */
interface Wish {
  what: SuppressionReason
  from: number
  until: number
}

export interface Breach {
  leadId: string
  messageId: string
  template: string | null
  gateAt: number
  wish: SuppressionReason
  wishedAt: number
}

/** Everything the store holds about one lead that bears on the question. */
export interface SilenceFacts {
  lead: Pick<Lead, 'id'>
  messages: Message[]
  enrollments: Pick<Enrollment, 'id' | 'offer'>[]
  /** Those that match any key the lead has today, lifted ones included. */
  suppressions: Suppression[]
  timeline: TimelineEvent[]
}

/** What a person wishes, or has somebody write down for them (`person`), as opposed to what we know of an address. */
const WISHES: readonly SuppressionReason[] = [
  'do-not-contact',
  'unsubscribed',
  'snoozed',
  'complaint',
  'erased',
  'person',
]
const FOR_EVER = Number.POSITIVE_INFINITY

/**
 * Mails to this lead whose gate opened while a wish for silence held. Wishes are read twice, from the suppressions and
 * from the chained timeline, so that a missing row in one does not hide a breach. Pure.
 */
export function findBreaches(facts: SilenceFacts): { mails: number; isSilent: boolean; breaches: Breach[] } {
  const mails = facts.messages.flatMap(message => {
    const gateAt = leftAt(message)
    return message.kind === 'nurture' && gateAt !== null ? [{ message, gateAt }] : []
  })
  const told = wishesTold(facts.timeline)
  const breaches = mails.flatMap(({ message, gateAt }) => {
    const kept = facts.suppressions.filter(suppression => concerns(suppression, message, facts)).flatMap(wishOf)
    const broken = [...told, ...kept].find(wish => wish.from < gateAt && gateAt < wish.until)
    return broken === undefined ? [] : [breachOf(message, gateAt, broken)]
  })
  return { mails: mails.length, isSilent: told.length > 0, breaches }
}

/** A row that says it left without saying when was changed by hand: it left when it ended at the latest. */
function leftAt({ gateAt, status, settledAt, createdAt }: Message): number | null {
  return gateAt ?? (mayHaveLeft(status) ? (settledAt ?? createdAt) : null)
}

function breachOf(message: Message, gateAt: number, { what, from }: Wish): Breach {
  return {
    leadId: message.leadId,
    messageId: message.id,
    template: message.template,
    gateAt,
    wish: what,
    wishedAt: from,
  }
}

/** Wishes as the timeline tells them. */
function wishesTold(timeline: TimelineEvent[]): Wish[] {
  const wishes: (Wish & { id: string | null })[] = []
  for (const happened of timeline) {
    if (happened.kind === 'do-not-contact')
      wishes.push({ what: 'do-not-contact', from: happened.at, until: FOR_EVER, id: null })
    if (happened.kind === 'erased') wishes.push({ what: 'erased', from: happened.at, until: FOR_EVER, id: 'erased' })
    if (happened.kind === 'suppressed' && WISHES.includes(happened.data.reason)) {
      const { reason, until, suppressionId } = happened.data
      wishes.push({ what: reason, from: happened.at, until: until ?? FOR_EVER, id: suppressionId })
    }
    if (happened.kind === 'contact-allowed') end(wishes, null, happened.at)
    if (happened.kind === 'suppression-lifted') end(wishes, happened.data.suppressionId, happened.at)
  }
  return wishes
}

function end(wishes: (Wish & { id: string | null })[], id: string | null, at: number): void {
  for (const wish of wishes) if (wish.id === id) wish.until = Math.min(wish.until, at)
}

function wishOf({ reason, createdAt, until, liftedAt }: Suppression): Wish[] {
  if (!WISHES.includes(reason) && reason !== 'offer-declined') return []
  return [{ what: reason, from: createdAt, until: Math.min(until ?? FOR_EVER, liftedAt ?? FOR_EVER) }]
}

/** By the recipient of this very mail where that is known; a phone or a pair that the lead learnt later did not bind then. */
function concerns(suppression: Suppression, message: Message, { lead, timeline, enrollments }: SilenceFacts): boolean {
  const offer = enrollments.find(({ id }) => id === message.enrollmentId)?.offer
  if (suppression.offer !== null && suppression.offer !== offer) return false
  switch (suppression.scope) {
    case 'address':
      return suppression.key === message.recipientKey
    case 'domain':
      return suppression.key === message.domainKey
    case 'lead':
      return suppression.key === lead.id
    default:
      return suppression.leadId === lead.id || !learntAfter(timeline, message.gateAt ?? 0)
  }
}

function learntAfter(timeline: TimelineEvent[], at: number): boolean {
  const identifying = ['phone', 'firstName', 'lastName', 'company', 'country']
  return timeline.some(
    happened =>
      happened.kind === 'lead-filled' &&
      happened.at >= at &&
      happened.data.fields.some(field => identifying.includes(field)),
  )
}
