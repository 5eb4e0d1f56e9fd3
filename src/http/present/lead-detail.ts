import { z } from '@hono/zod-openapi'
import type { NextStep } from '../../engine/engine-api.ts'
import type { LeadWorld } from '../../engine/ports.ts'
import { enrollmentSchema, presentEnrollment } from './enrollment.ts'
import { escalationSchema, presentEscalation, presentTask, taskSchema } from './escalation.ts'
import { inquirySchema, presentInquiry } from './inquiry.ts'
import { leadSchema, presentLead } from './lead.ts'
import { messageSchema, presentMessage } from './message.ts'
import { presentScore, presentSignal, scoreSchema, signalSchema } from './signal.ts'
import { presentSuppression, suppressionSchema } from './suppression.ts'
import { isoTimeOrNull, timeSchema } from './time.ts'

export const leadDetailSchema = leadSchema
  .extend({
    inquiries: z.array(inquirySchema),
    enrollments: z.array(enrollmentSchema),
    messages: z.array(messageSchema),
    suppressions: z.array(suppressionSchema),
    escalations: z.array(escalationSchema),
    tasks: z.array(taskSchema),
    signals: z.array(signalSchema),
    scores: z.array(scoreSchema),
    next: z
      .object({ at: timeSchema.nullable(), text: z.string() })
      .openapi({ description: 'What is to happen next and when, or why nothing will' }),
  })
  .openapi('LeadDetail')

export function presentLeadDetail(world: LeadWorld, next: NextStep): z.infer<typeof leadDetailSchema> {
  return {
    ...presentLead(world.lead),
    inquiries: world.inquiries.map(presentInquiry),
    enrollments: world.enrollments.map(presentEnrollment),
    messages: world.messages.map(presentMessage),
    suppressions: world.suppressions.map(presentSuppression),
    escalations: world.escalations.map(presentEscalation),
    tasks: world.tasks.map(presentTask),
    signals: world.signals.map(presentSignal),
    scores: world.scores.map(presentScore),
    next: { at: isoTimeOrNull(next.at), text: next.words },
  }
}
