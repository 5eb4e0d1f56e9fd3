import { z } from '@hono/zod-openapi'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import { environmentSchema } from './lead.ts'
import { isoTime, timeSchema } from './time.ts'

export const inquirySchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    receiptId: z.string(),
    endpointId: z.string().nullable(),
    environment: environmentSchema,
    action: z.string(),
    source: z.string(),
    offer: z.string(),
    offerTitle: z.string().nullable(),
    intent: z.string(),
    note: z.string().nullable(),
    campaign: z.string().nullable(),
    flags: z.array(z.string()).openapi({ description: 'What was unclear about it' }),
    extra: z.record(z.string(), z.unknown()).openapi({ description: 'Fields that Tend does not know, as they came' }),
    at: timeSchema,
  })
  .openapi('Inquiry')

export function presentInquiry(inquiry: Inquiry): z.infer<typeof inquirySchema> {
  const { id, leadId, receiptId, endpointId, environment, action, source, offer } = inquiry
  const { offerTitle, intent, note, campaign, flags, extra } = inquiry
  const what = { action, source, offer, offerTitle, intent, note, campaign, flags: [...flags], extra }
  return { id, leadId, receiptId, endpointId, environment, ...what, at: isoTime(inquiry.at) }
}
