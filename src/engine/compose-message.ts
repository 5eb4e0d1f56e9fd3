import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import { feedbackId } from '../domain/mail/feedback-id.ts'
import type { NoticeContext, NurtureContext } from '../domain/mail/mail-context.ts'
import { threadOf } from '../domain/mail/mail-thread.ts'
import type { Message, MessageKind, MessageOrigin } from '../domain/mail/message.ts'
import { tokenAddress } from '../domain/mail/token-address.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { Settings } from '../domain/settings.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'
import { clickUrl } from './click-link.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { mailAlert } from './mail-alert.ts'
import { type MailTokenPurpose, mailToken } from './mail-token.ts'
import { MAY_HAVE_LEFT } from './notice-restore.ts'
import type { ComposeRequest, NewMessage } from './ports.ts'
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
  /** Goes on from the earlier mails of its enrollment, where there are any. */
  thread?: boolean
}

/** A message row with its bytes, Message-ID and Date frozen, due now. */
export function composeMessage(context: EngineContext, draft: Draft, request: MessageRequest): NewMessage {
  const settings = context.settings()
  const row = blankMessage(context, draft, request)
  const link = request.kind === 'nurture' ? unsubscribeUrl(context, row.id) : null
  const { subject, mail } = context.composer.compose({
    template: request.template,
    context: link === null ? (request.merge as NoticeContext) : withLink(request.merge, link),
    ...senderParts(settings),
    to: request.to,
    messageId: row.messageId,
    date: draft.now,
    unsubscribeUrl: link,
    returnPath: addressFor(context, settings.mailbox.returnPath, { purpose: 'return', messageId: row.id }),
    ...(link === null ? {} : letterParts(context, draft, { row, thread: request.thread === true })),
  })
  if (!draft.mayHaveHappened) return { row: { ...row, subject }, mail }
  draft.events.push(
    event('mail-held', draft.now, { messageId: row.id, template: row.template, because: MAY_HAVE_LEFT }),
  )
  draft.alerts.push(mailAlert(context, { id: row.id, leadId: row.leadId, status: 'held', reason: MAY_HAVE_LEFT }))
  return { row: { ...row, subject, ...HELD }, mail }
}

/** What every mail has of the settings. */
export function senderParts({
  publisher,
  dkim,
  links,
}: Settings): Pick<ComposeRequest, 'from' | 'replyTo' | 'utm' | 'dkim'> {
  return { from: publisher.sender, replyTo: publisher.replyTo, utm: links.utm, dkim }
}

/** What only a letter to a lead has. */
function letterParts(
  context: EngineContext,
  draft: Draft,
  { row, thread }: { row: Message; thread: boolean },
): Pick<ComposeRequest, 'clickUrl' | 'unsubscribeAddress' | 'feedbackId' | 'thread'> {
  const { mailbox } = context.settings()
  const { workflowId, enrollmentId, purpose } = row
  return {
    clickUrl: context.settings().links.clicks ? link => clickUrl(context, { messageId: row.id, link }) : null,
    unsubscribeAddress: addressFor(context, mailbox.unsubscribe, { purpose: 'unsubscribe', messageId: row.id }),
    feedbackId: feedbackId({
      step: purpose,
      workflow: workflowId ?? '',
      stream: 'nurture',
      domain: mailDomain(context),
    }),
    thread: thread && enrollmentId !== null ? threadOf(draft.world.messages, enrollmentId) : null,
  }
}

function addressFor(
  context: EngineContext,
  base: string | null,
  names: { purpose: MailTokenPurpose; messageId: string },
): string | null {
  return base === null ? null : tokenAddress(base, mailToken(context, names))
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
