import { z } from '@hono/zod-openapi'
import { MESSAGE_STATUSES, type Message } from '../../domain/mail/message.ts'
import { environmentSchema } from './lead.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const messageSchema = z
  .object({
    id: z.string(),
    environment: environmentSchema,
    kind: z.enum(['nurture', 'notice']),
    originKind: z.enum(['enrollment', 'escalation', 'task']),
    originId: z.string(),
    purpose: z.string().openapi({ description: 'The step id, or what the notice is for' }),
    occurrence: z.number(),
    leadId: z.string(),
    enrollmentId: z.string().nullable(),
    workflow: z.string().nullable(),
    version: z.string().nullable(),
    template: z.string().nullable(),
    status: z.enum(MESSAGE_STATUSES),
    reason: z.string().nullable().openapi({ description: 'Why it is not sent, in words' }),
    to: z.string().nullable(),
    subject: z.string().nullable(),
    messageId: z.string().openapi({ description: 'The Message-ID header, with angle brackets' }),
    transport: z.enum(['smtp', 'capture']).nullable(),
    attempts: z.number(),
    dueAt: timeSchema.nullable(),
    createdAt: timeSchema,
    gateAt: timeSchema.nullable().openapi({ description: 'From here on bytes may have left' }),
    sentAt: timeSchema.nullable(),
    settledAt: timeSchema.nullable(),
    serverReply: z.string().nullable(),
  })
  .openapi('Message')

export function presentMessage(message: Message): z.infer<typeof messageSchema> {
  const { id, environment, kind, originKind, originId, purpose, occurrence, leadId, enrollmentId } = message
  const { version, template, status, reason, to, subject, messageId, transport, attempts, serverReply } = message
  const origin = { originKind, originId, purpose, occurrence, leadId, enrollmentId, workflow: message.workflowId }
  const mail = { version, template, status, reason, to, subject, messageId, transport, attempts, serverReply }
  return {
    id,
    environment,
    kind,
    ...origin,
    ...mail,
    dueAt: isoTimeOrNull(message.dueAt),
    createdAt: isoTime(message.createdAt),
    gateAt: isoTimeOrNull(message.gateAt),
    sentAt: isoTimeOrNull(sentAt(message)),
    settledAt: isoTimeOrNull(message.settledAt),
  }
}

/** When it left, as well as we know: null for a mail that did not. */
export function sentAt(message: Pick<Message, 'status' | 'settledAt' | 'gateAt'>): number | null {
  if (message.status === 'sent') return message.settledAt ?? message.gateAt
  return message.status === 'uncertain' || message.status === 'data' ? message.gateAt : null
}
