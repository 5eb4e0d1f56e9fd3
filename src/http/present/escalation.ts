import { z } from '@hono/zod-openapi'
import type { Escalation, Task } from '../../domain/escalation.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const ESCALATION_STATUSES = ['open', 'accepted', 'declined', 'expired'] as const
export const TASK_STATUSES = ['open', 'done', 'cancelled'] as const

export const escalationSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    enrollmentId: z.string().nullable(),
    inquiryId: z.string().nullable(),
    team: z.string(),
    reason: z.string(),
    because: z.string(),
    owner: z.string().nullable(),
    status: z.enum(ESCALATION_STATUSES),
    acceptBy: timeSchema,
    createdAt: timeSchema,
    answeredAt: timeSchema.nullable(),
    answeredBy: z.string().nullable(),
    answerNote: z.string().nullable(),
  })
  .openapi('Escalation')

export const taskSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    enrollmentId: z.string().nullable(),
    purpose: z.string(),
    team: z.string(),
    because: z.string(),
    status: z.enum(TASK_STATUSES),
    dueBy: timeSchema,
    createdAt: timeSchema,
    doneAt: timeSchema.nullable(),
    doneBy: z.string().nullable(),
  })
  .openapi('Task')

export function presentEscalation(escalation: Escalation): z.infer<typeof escalationSchema> {
  const { id, leadId, enrollmentId, inquiryId, team, reason, because, owner, status } = escalation
  const times = {
    acceptBy: isoTime(escalation.acceptBy),
    createdAt: isoTime(escalation.createdAt),
    answeredAt: isoTimeOrNull(escalation.answeredAt),
  }
  const answer = { answeredBy: escalation.answeredBy, answerNote: escalation.answerNote }
  return { id, leadId, enrollmentId, inquiryId, team, reason, because, owner, status, ...times, ...answer }
}

export function presentTask(task: Task): z.infer<typeof taskSchema> {
  const { id, leadId, enrollmentId, purpose, team, because, status, doneBy } = task
  const times = { dueBy: isoTime(task.dueBy), createdAt: isoTime(task.createdAt), doneAt: isoTimeOrNull(task.doneAt) }
  return { id, leadId, enrollmentId, purpose, team, because, status, ...times, doneBy }
}
