import type { InboundMail } from '../domain/inbound/inbound-mail.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { hearAutomaticAnswer } from './hear-automatic-answer.ts'
import { hearOnce } from './hear-once.ts'
import { hearReply } from './hear-reply.ts'
import { hearUnsubscribe } from './hear-unsubscribe.ts'
import { type InboundMatch, matchInbound } from './match-inbound.ts'
import { settleByArrival } from './settle-by-arrival.ts'
import { takeInReports } from './take-in-reports.ts'

export interface ArrivedMail {
  /** Keyed hash of its bytes: the same mail acts once, wherever and however often it is found. */
  id: string
  mail: InboundMail
}

/** Works a mail of the mailbox off, once; durable when it resolves. Never throws for what stands in the mail. */
export async function takeInMail(context: EngineContext, { id, mail }: ArrivedMail): Promise<void> {
  if (mail.kind === 'report') {
    return takeInReports(
      context,
      mail.reports.map((report, place) => ({ id: `${id}-${place}`, report })),
    )
  }
  if (await context.store.inbound.knows(id)) return
  const match = isOurOwn(context, mail) ? null : await matchInbound(context, mail)
  if (match === null || match.message?.kind === 'notice' || (await isErased(context, match))) {
    return keepUnmatched(context, { id, mail })
  }
  await settleByArrival(context, match.message)
  const { leadId, message } = match
  const record = { ...recordOf(context, id, mail), leadId, messageId: message?.id ?? null }
  await hearOnce(context, record, draft => hear(context, draft, { mail, match }))
}

/** Who was erased is nobody to us: the words of an answer would be personal text anew. */
async function isErased(context: EngineContext, { leadId }: InboundMatch): Promise<boolean> {
  return (await context.store.leads.find(leadId))?.status === 'erased'
}

/** What a person of the publisher wrote, and the copies in a folder of sent mail, are nobody's answer. */
function isOurOwn(context: EngineContext, { from }: InboundMail): boolean {
  const { publisher, teams, mailbox } = context.settings()
  const members = teams.flatMap(team => team.members)
  const own = [publisher.sender.email, publisher.replyTo, mailbox.returnPath, ...members.map(({ email }) => email)]
  return own.some(address => address?.toLowerCase() === from?.toLowerCase())
}

function hear(context: EngineContext, draft: Draft, { mail, match }: { mail: InboundMail; match: InboundMatch }): void {
  // Erased while this mail was on its way here.
  if (draft.lead.status === 'erased') return
  switch (mail.kind) {
    case 'unsubscribe':
      return hearUnsubscribe(context, draft, { by: 'mailbox', because: 'the person unsubscribed by mail' })
    case 'automatic':
      return hearAutomaticAnswer(context, draft, { mail, message: match.message })
    default:
      return hearReply(context, draft, { mail, message: match.message })
  }
}

/** Kept, so that it is not read again and again; its words stay in the mailbox. */
async function keepUnmatched(context: EngineContext, { id, mail }: ArrivedMail): Promise<void> {
  const kind = isOurOwn(context, mail) ? 'own' : 'unknown'
  await context.store.inbound.keep({ ...recordOf(context, id, mail), kind, outcome: 'about no lead' })
}

const KINDS = { person: 'reply', automatic: 'automatic', unsubscribe: 'unsubscribe', report: 'bounce' } as const

function recordOf(context: EngineContext, id: string, { kind }: InboundMail): InboundRecord {
  const at = context.clock.now()
  return { id, source: 'mailbox', kind: KINDS[kind], at, leadId: null, messageId: null, outcome: 'heard' }
}
