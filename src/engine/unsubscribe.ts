import { isInForce } from '../domain/contact-policy.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/mail/message.ts'
import { languageOf } from '../domain/people/language.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { endEverything } from './end-enrollments.ts'
import type { UnsubscribeView } from './engine-api.ts'
import { offerWords } from './merge-contexts.ts'
import type { LeadWorld } from './ports.ts'
import { suppress } from './suppress-lead.ts'
import { hasUnsubscribed, linkedMessage } from './unsubscribe-link.ts'

/** What the page behind an unsubscribe link shows. Changes nothing, so that a link scanner may look as often as it likes. */
export async function viewUnsubscribe(context: EngineContext, token: string): Promise<UnsubscribeView | null> {
  const message = await linkedMessage(context, token)
  if (message === null) return null
  const world = await context.store.leads.world(message.leadId)
  const now = context.clock.now()
  const { name } = context.settings().publisher
  const standing = { maskedAddress: masked(message.to), publisher: name }
  if (world === null) return { ...standing, already: false, language: null, snoozedUntil: null, offer: null }
  return {
    ...standing,
    already: hasUnsubscribed(world.suppressions, message, now),
    language: languageOf(world.lead),
    snoozedUntil: snoozeEnd(world, now),
    offer: offerOf(context, world, message),
  }
}

/** The recipient of the mail wants no more of it: committed when it resolves; pressing twice is harmless (RFC 8058). */
export async function unsubscribe(context: EngineContext, token: string): Promise<boolean> {
  const message = await linkedMessage(context, token)
  if (message === null) return false
  const by = 'recipient'
  const because = 'the person unsubscribed'
  await changeLead(context, message.leadId, draft => {
    if (hasUnsubscribed(draft.suppressions, message, draft.now)) return
    const id = context.newId('signal')
    const { leadId, recipientKey } = message
    // The person may have been erased since the mail was looked up.
    const to = draft.lead.email
    draft.signals.push({ id, leadId, kind: 'unsubscribe', at: draft.now, data: {}, offer: null, consumedBy: null })
    draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'unsubscribe', by }))
    const reason = 'unsubscribed'
    suppress(context, draft, { scope: 'address', key: recipientKey, label: to, reason, because, by, until: null })
    suppress(context, draft, { scope: 'lead', key: leadId, label: to, reason, because, by, until: null })
    endEverything(draft, because)
  })
  return true
}

function snoozeEnd({ suppressions }: LeadWorld, now: number): number | null {
  const ends = suppressions.filter(known => known.reason === 'snoozed' && isInForce(known, now))
  return ends.reduce<number | null>((longest, { until }) => Math.max(longest ?? 0, until ?? 0), null)
}

function offerOf(
  context: EngineContext,
  world: LeadWorld,
  { enrollmentId, recipientKey }: Message,
): UnsubscribeView['offer'] {
  const enrollment = world.enrollments.find(({ id }) => id === enrollmentId)
  const inquiry = world.inquiries.find(({ id }) => id === enrollment?.inquiryId)
  if (enrollment === undefined || inquiry === undefined || enrollment.offer === '') return null
  const declined = world.suppressions.some(known => {
    return known.offer === enrollment.offer && known.key === recipientKey && isInForce(known, context.clock.now())
  })
  return { title: offerWords(inquiry, context.settings()).title, declined }
}

function masked(address: string | null): string | null {
  if (address === null) return null
  const [local = '', domain = ''] = address.split('@')
  return `${local.slice(0, 1)}…@${domain}`
}
