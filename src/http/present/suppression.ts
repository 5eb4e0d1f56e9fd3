import { z } from '@hono/zod-openapi'
import type { Suppression } from '../../domain/suppression.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const suppressionSchema = z
  .object({
    id: z.string(),
    scope: z.enum(['address', 'domain', 'lead', 'phone', 'pair']),
    label: z.string().nullable().openapi({ description: 'What it is about; null after an erasure' }),
    leadId: z.string().nullable(),
    offer: z.string().nullable().openapi({ description: 'Only mail about this offer is meant; null: all mail' }),
    reason: z.enum([
      'do-not-contact',
      'unsubscribed',
      'snoozed',
      'offer-declined',
      'hard-bounce',
      'complaint',
      'erased',
      'disqualified',
      'person',
      'soft-bounce',
    ]),
    because: z.string(),
    by: z.string(),
    createdAt: timeSchema,
    until: timeSchema.nullable().openapi({ description: 'Null: for ever' }),
    liftedAt: timeSchema.nullable(),
    liftedBecause: z.string().nullable(),
  })
  .openapi('Suppression')

export function presentSuppression(suppression: Suppression): z.infer<typeof suppressionSchema> {
  const { id, scope, label, leadId, offer, reason, because, by, liftedBecause } = suppression
  const times = {
    createdAt: isoTime(suppression.createdAt),
    until: isoTimeOrNull(suppression.until),
    liftedAt: isoTimeOrNull(suppression.liftedAt),
  }
  return { id, scope, label, leadId, offer, reason, because, by, ...times, liftedBecause }
}
