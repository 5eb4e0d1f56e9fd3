import { readEmailAddress } from '../domain/email-address.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import type { NoticeContext, NurtureContext } from '../domain/mail-context.ts'
import type { Message, MessageKind, MessageOrigin } from '../domain/message.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { mailAlert } from './mail-alert.ts'
import { MAY_HAVE_LEFT } from './notice-restore.ts'
import type { NewMessage } from './ports.ts'
import { unsubscribeUrl } from './unsubscribe-link.ts'

export interface MessageRequest {
  kind: MessageKind
  originKind: MessageOrigin
  originId: string
  purpose: string
  to: { name: string | null; address: string }
  template: CompiledTemplate
  /** Nurture contexts get their unsubscribe link here. */
  merge: NoticeContext | Omit<NurtureContext, 'unsubscribeUrl'>
  enrollment: Enrollment | null
}

/** A message row with its bytes, Message-ID and Date frozen, due now. */
export function composeMessage(context: EngineContext, draft: Draft, request: MessageRequest): NewMessage {
  const { publisher } = context.settings()
  const row = blankMessage(context, draft, request)
  const link = request.kind === 'nurture' ? unsubscribeUrl(context, row.id) : null
  const { subject, mail } = context.composer.compose({
    template: request.template,
    context: link === null ? (request.merge as NoticeContext) : withLink(request.merge, link),
    from: publisher.sender,
    replyTo: publisher.replyTo,
    to: request.to,
    messageId: row.messageId,
    date: draft.now,
    unsubscribeUrl: link,
  })
  if (!draft.mayHaveHappened) return { row: { ...row, subject }, mail }
  draft.events.push(
    event('mail-held', draft.now, { messageId: row.id, template: row.template, because: MAY_HAVE_LEFT }),
  )
  draft.alerts.push(mailAlert(context, { id: row.id, leadId: row.leadId, status: 'held', reason: MAY_HAVE_LEFT }))
  return { row: { ...row, subject, ...HELD }, mail }
}

const HELD = { status: 'held', reason: MAY_HAVE_LEFT, dueAt: null } as const

/** A row that is born final, so that a person sees what was not sent and why. */
export function skippedMessage(
  context: EngineContext,
  draft: Draft,
  skipped: { enrollment: Enrollment; step: string; template: string; reason: string },
): NewMessage {
  const { enrollment, step, template, reason } = skipped
  const row = blankMessage(context, draft, {
    kind: 'nurture',
    originKind: 'enrollment',
    originId: enrollment.id,
    purpose: step,
    to: { name: null, address: draft.lead.email ?? '' },
    template: { name: template },
    enrollment,
  })
  return {
    row: { ...row, to: draft.lead.email, status: 'skipped', reason, dueAt: null, settledAt: draft.now },
    mail: null,
  }
}

type RowParts = Omit<MessageRequest, 'template' | 'merge'> & { template: Pick<CompiledTemplate, 'name'> }

function blankMessage(context: EngineContext, draft: Draft, parts: RowParts): Message {
  const id = context.newId('message')
  const address = readEmailAddress(parts.to.address)
  return {
    id,
    environment: draft.lead.environment,
    kind: parts.kind,
    originKind: parts.originKind,
    originId: parts.originId,
    purpose: parts.purpose,
    occurrence: 1,
    leadId: draft.lead.id,
    enrollmentId: parts.enrollment?.id ?? null,
    workflowId: parts.enrollment?.workflowId ?? null,
    version: parts.enrollment?.version ?? null,
    template: parts.template.name,
    status: 'due',
    reason: null,
    to: parts.to.address,
    recipientKey: context.store.fingerprint(address?.normalised ?? parts.to.address),
    domainKey: address === null ? null : context.store.fingerprint(address.domain),
    subject: null,
    messageId: `<${id}@${mailDomain(context)}>`,
    transport: null,
    dueAt: draft.now,
    generation: 1,
    attempts: 0,
    createdAt: draft.now,
    gateAt: null,
    settledAt: null,
    serverReply: null,
  }
}

function mailDomain(context: EngineContext): string {
  return context.settings().publisher.sender.email.split('@').at(-1) ?? 'localhost'
}

function withLink(merge: MessageRequest['merge'], link: string): NurtureContext {
  return { ...(merge as Omit<NurtureContext, 'unsubscribeUrl'>), unsubscribeUrl: link }
}
