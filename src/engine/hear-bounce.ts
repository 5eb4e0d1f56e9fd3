import type { BounceClass } from '../domain/bounces/bounce-class.ts'
import type { DeliveryReport } from '../domain/bounces/delivery-report.ts'
import { nextSoftSuppression } from '../domain/bounces/soft-bounce-ladder.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/mail/message.ts'
import { DAY_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEverything } from './end-enrollments.ts'
import { isAbout } from './is-about.ts'
import { openTask } from './open-task.ts'
import { alertOf } from './raise-alert.ts'
import { suppress } from './suppress-lead.ts'

interface Returned {
  report: DeliveryReport
  blames: BounceClass
  message: Message
}

/** A mail came back: only the recipient that it came back from is touched, and only where the recipient is to blame. */
export function hearBounce(context: EngineContext, draft: Draft, returned: Returned): void {
  const { report, blames, message } = returned
  if (!report.isFinal) return
  if (message.kind === 'notice' || blames === 'ours' || blames === 'policy') return tellPeople(context, draft, returned)
  if (!isAbout(context, report, message) || isKnown(draft, returned)) return
  addSignal(context, draft, returned)
  if (blames === 'address') return addressGone(context, draft, returned)
  softBounce(context, draft, returned)
}

/** A provider tells of a bounce by webhook and by mail: it is one all the same. A hard one after a soft one is news. */
function isKnown(draft: Draft, { blames, message }: Returned): boolean {
  const told = draft.world.signals.filter(({ kind, data }) => kind === 'bounce' && data.messageId === message.id)
  return told.some(({ data }) => data.type === 'hard' || blames !== 'address')
}

function addSignal(context: EngineContext, draft: Draft, { report, blames, message }: Returned): void {
  const id = context.newId('signal')
  const data = { type: blames === 'address' ? 'hard' : 'soft', status: report.status, messageId: message.id }
  const leadId = draft.lead.id
  draft.signals.push({ id, leadId, kind: 'bounce', at: draft.now, data, offer: null, consumedBy: null })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'bounce', by: report.source }))
}

function addressGone(context: EngineContext, draft: Draft, { report, message }: Returned): void {
  const because = 'the mail server says that the address does not exist'
  suppress(context, draft, {
    ...addressOf(draft, message),
    reason: 'hard-bounce',
    because,
    by: report.source,
    until: null,
  })
  // A corrected address starts clean: nothing that runs for it ends.
  if (draft.lead.addressKey !== message.recipientKey) return
  endEverything(draft, 'the address does not exist')
  const enrollment = draft.enrollments.find(({ id }) => id === message.enrollmentId)
  const inquiry = draft.world.inquiries.find(({ id }) => id === enrollment?.inquiryId) ?? null
  const call = 'the address does not exist: call instead of writing'
  openTask(context, draft, { purpose: 'bounced', because: call, enrollmentId: message.enrollmentId, inquiry })
}

function softBounce(context: EngineContext, draft: Draft, { report, message }: Returned): void {
  const past = draft.suppressions.filter(({ reason, key }) => reason === 'soft-bounce' && key === message.recipientKey)
  const bounces = [...draft.world.signals, ...draft.signals].filter(
    ({ kind, data }) => kind === 'bounce' && data.type === 'soft',
  )
  const next = nextSoftSuppression(
    past,
    bounces.map(({ at }) => at),
    draft.now,
  )
  if (next === null) return
  const because = `mail could not be delivered again and again: no mail for ${next.days} days`
  const until = draft.now + next.days * DAY_MS
  suppress(context, draft, { ...addressOf(draft, message), reason: 'soft-bounce', because, by: report.source, until })
}

/** The person may have been erased since the mail left: then nothing but the key is known. */
function addressOf(draft: Draft, message: Message) {
  const label = draft.lead.addressKey === message.recipientKey ? draft.lead.email : null
  return { scope: 'address' as const, key: message.recipientKey, label }
}

/** What is about us is never blamed on the lead. */
function tellPeople(context: EngineContext, draft: Draft, { report, blames, message }: Returned): void {
  const isNotice = message.kind === 'notice'
  draft.alerts.push(
    alertOf(context, {
      key: isNotice ? `notice-returned ${message.recipientKey}` : `returned ${blames}`,
      kind: isNotice ? 'notice-returned' : 'sender',
      message: `${isNotice ? 'A notice to your own people' : 'Mail to a lead'} came back: ${report.diagnostic || report.status || 'no reason given'}`,
      nextAction: isNotice
        ? 'Correct the address in tend.yaml: whoever it belongs to hears of no lead.'
        : 'Look at your SPF, DKIM and DMARC records and at the blocklists: docs/deliverability.md.',
    }),
  )
}
