import { event } from '../domain/event.ts'
import type { InboundMail } from '../domain/inbound/inbound-mail.ts'
import type { Message } from '../domain/mail/message.ts'
import { offerSignal } from './consume-signal.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endOnSignal } from './end-enrollments.ts'
import { openTask } from './open-task.ts'

const SHOWN_CHARACTERS = 300

/**
 * A person answered: the wait for it goes on, what stops on it stops, and its words are kept for sales. Where no step of the
 * workflow takes it up, a person of the default team is asked to.
 */
export function hearReply(
  context: EngineContext,
  draft: Draft,
  { mail, message }: { mail: InboundMail; message: Message | null },
): void {
  const id = context.newId('signal')
  const { text, subject } = mail
  const data = { text, subject, messageId: message?.id ?? null }
  draft.signals.push({ id, leadId: draft.lead.id, kind: 'reply', at: draft.now, data, offer: null, consumedBy: null })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'reply', by: 'mailbox' }, text))
  if (offerSignal(draft, { id, kind: 'reply', offer: null }) !== null) return
  const enrollmentId = message?.enrollmentId ?? running(draft)
  endOnSignal(draft, { kind: 'reply', offer: null })
  askForAnswer(context, draft, { signalId: id, text, enrollmentId })
}

function running(draft: Draft): string | null {
  return draft.enrollments.find(({ status }) => status === 'active')?.id ?? null
}

/** One call at a time: who makes it reads all that was written. */
function askForAnswer(
  context: EngineContext,
  draft: Draft,
  { signalId, text, enrollmentId }: { signalId: string; text: string; enrollmentId: string | null },
): void {
  if (draft.tasks.some(({ purpose, status }) => purpose.startsWith('reply') && status === 'open')) return
  const enrollment = draft.enrollments.find(known => known.id === enrollmentId)
  const inquiry = draft.world.inquiries.find(({ id }) => id === enrollment?.inquiryId) ?? null
  const because = `answered: “${shortened(text)}”`
  openTask(context, draft, { purpose: `reply ${signalId}`, because, enrollmentId, inquiry })
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS - 1)}…`
}
