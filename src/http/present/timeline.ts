import { z } from '@hono/zod-openapi'
import type { TimelineEntry } from '../../engine/engine-api.ts'
import { isoTime, timeSchema } from './time.ts'

export const timelineEntrySchema = z
  .object({
    id: z.string(),
    seq: z.number().openapi({ description: 'Place in the chain of the lead, from 1' }),
    at: timeSchema,
    kind: z.string(),
    text: z.string().openapi({ description: 'The event in plain words' }),
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('TimelineEntry')

export function presentTimelineEntry(entry: TimelineEntry): z.infer<typeof timelineEntrySchema> {
  const { id, seq, at, kind, words, data } = entry
  return { id, seq, at: isoTime(at), kind, text: words, data: { ...data } }
}
