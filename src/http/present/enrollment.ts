import { z } from '@hono/zod-openapi'
import type { Enrollment } from '../../domain/enrollment.ts'
import { environmentSchema } from './lead.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const enrollmentSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    inquiryId: z.string(),
    environment: environmentSchema,
    workflow: z.string(),
    version: z.string(),
    offer: z.string(),
    rank: z.number(),
    status: z.enum(['active', 'waiting', 'finished', 'stopped', 'replaced']),
    step: z.string().nullable(),
    phase: z.enum(['arrive', 'wait', 'mail']),
    dueAt: timeSchema.nullable(),
    arms: z.record(z.string(), z.string()),
    firstTouchBy: timeSchema,
    firstTouchAt: timeSchema.nullable(),
    startedAt: timeSchema,
    endedAt: timeSchema.nullable(),
    endReason: z.string().nullable(),
  })
  .openapi('Enrollment')

export function presentEnrollment(enrollment: Enrollment): z.infer<typeof enrollmentSchema> {
  const { id, leadId, inquiryId, environment, version, offer, rank, status, step, phase, arms } = enrollment
  return {
    id,
    leadId,
    inquiryId,
    environment,
    workflow: enrollment.workflowId,
    version,
    offer,
    rank,
    status,
    step,
    phase,
    dueAt: isoTimeOrNull(enrollment.dueAt),
    arms,
    firstTouchBy: isoTime(enrollment.firstTouchBy),
    firstTouchAt: isoTimeOrNull(enrollment.firstTouchAt),
    startedAt: isoTime(enrollment.startedAt),
    endedAt: isoTimeOrNull(enrollment.endedAt),
    endReason: enrollment.endReason,
  }
}
