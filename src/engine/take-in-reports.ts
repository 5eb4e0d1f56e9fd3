import type { BounceClass } from '../domain/bounces/bounce-class.ts'
import { classifyReport } from '../domain/bounces/bounce-class.ts'
import type { DeliveryReport } from '../domain/bounces/delivery-report.ts'
import { event } from '../domain/event.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import type { Message } from '../domain/mail/message.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { hearBounce } from './hear-bounce.ts'
import { hearComplaint } from './hear-complaint.ts'
import { hearOnce } from './hear-once.ts'
import { hearUnsubscribe } from './hear-unsubscribe.ts'
import { isAbout } from './is-about.ts'
import { type InboundMatch, matchInbound } from './match-inbound.ts'
import { settleByArrival } from './settle-by-arrival.ts'
import { watchSender } from './watch-sender.ts'

export interface ArrivedReport {
  /** Keyed hash of the mail, or what the provider calls its event: the same one acts once. */
  id: string
  report: DeliveryReport
}

/** Works each report off once, by its id; durable when it resolves. */
export async function takeInReports(context: EngineContext, reports: ArrivedReport[]): Promise<void> {
  let isOurs = false
  for (const arrived of reports) if (await takeIn(context, arrived)) isOurs = true
  if (isOurs) await watchSender(context)
}

/** True for what concerns us, also when it was worked off before: whoever tells it again may not have got an answer then. */
async function takeIn(context: EngineContext, { id, report }: ArrivedReport): Promise<boolean> {
  if (await context.store.inbound.knows(id)) return true
  const match = await matchReport(context, report)
  const blames = classifyReport(report)
  const record = recordOf(context, { id, report, blames })
  if (match === null) {
    await context.store.inbound.keep({ ...record, kind: 'unknown', outcome: 'about no mail of ours' })
    return false
  }
  const { message, leadId } = match
  if (blames === 'temporary' && report.status?.startsWith('4.7.') && message?.to) context.paces.slowDown(message.to)
  await settleByArrival(context, message)
  await hearOnce(context, { ...record, leadId, messageId: message?.id ?? null }, draft =>
    hear(context, draft, { report, blames, message }),
  )
  return true
}

/** A bounce must name the mail. Who complains or unsubscribes is the recipient of the mail, or somebody whom we know by the address alone. */
async function matchReport(context: EngineContext, report: DeliveryReport): Promise<InboundMatch | null> {
  const { kind, messageId, token, recipient } = report
  const match = await matchInbound(context, { answers: messageId === null ? [] : [messageId], token, from: null })
  if (kind === 'bounce') return match
  if (match?.message && isAbout(context, report, match.message)) return match
  return matchInbound(context, { answers: [], token: null, from: recipient })
}

const UNSUBSCRIBED = 'the person unsubscribed at the mail provider'

interface HeardReport {
  report: DeliveryReport
  blames: BounceClass
  message: Message | null
}

function hear(context: EngineContext, draft: Draft, heard: HeardReport): void {
  const { report, blames, message } = heard
  const { status, source, diagnostic } = report
  if (blames === 'unsubscribe') return hearUnsubscribe(context, draft, { by: source, because: UNSUBSCRIBED })
  const because = diagnostic === '' ? 'no reason was given' : diagnostic
  const told = { messageId: message?.id ?? null, status, blames, because, by: source }
  draft.events.push(event('mail-returned', draft.now, told))
  if (blames === 'complaint') return hearComplaint(context, draft, heard)
  if (message !== null) hearBounce(context, draft, { ...heard, message })
}

function recordOf(
  context: EngineContext,
  { id, report, blames }: { id: string; report: DeliveryReport; blames: BounceClass },
): InboundRecord {
  const { source, kind } = report
  return { id, source, kind, at: context.clock.now(), leadId: null, messageId: null, outcome: blames }
}
