import { z } from '@hono/zod-openapi'
import type { Receipt } from '../../domain/inquiry/receipt.ts'
import { environmentSchema } from './lead.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const RECEIPT_OUTCOMES = ['accepted', 'repeat', 'test', 'quarantined'] as const
export const receiptOutcomeSchema = z.enum(RECEIPT_OUTCOMES)

export const receiptSchema = z
  .object({
    id: z.string(),
    status: receiptOutcomeSchema.openapi({ description: 'The outcome, by the name that filters use' }),
    outcome: receiptOutcomeSchema,
    channel: z.enum(['ingest', 'api', 'import']),
    endpointId: z.string().nullable(),
    environment: environmentSchema,
    receivedAt: timeSchema,
    contentType: z.string().nullable(),
    size: z.number().openapi({ description: 'Bytes that came' }),
    truncated: z.boolean(),
    reason: z.string().nullable(),
    repeatOf: z.string().nullable(),
    validatedAt: timeSchema.nullable().openapi({ description: 'When Partner Center made the test lead' }),
    leadId: z.string().nullable(),
    inquiryId: z.string().nullable(),
    processedAt: timeSchema.nullable(),
  })
  .openapi('Receipt')

export function presentReceipt(receipt: Receipt): z.infer<typeof receiptSchema> {
  const { id, outcome, channel, endpointId, environment, contentType, size, truncated } = receipt
  const { reason, repeatOf, leadId, inquiryId } = receipt
  return {
    id,
    status: outcome,
    outcome,
    channel,
    endpointId,
    environment,
    receivedAt: isoTime(receipt.receivedAt),
    contentType,
    size,
    truncated,
    reason,
    repeatOf,
    validatedAt: isoTimeOrNull(receipt.validatedAt),
    leadId,
    inquiryId,
    processedAt: isoTimeOrNull(receipt.processedAt),
  }
}
