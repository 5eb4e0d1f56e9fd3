import { z } from '@hono/zod-openapi'
import type { ScoreEntry, Signal } from '../../domain/signal.ts'
import { isoTime, timeSchema } from './time.ts'

export const signalSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    kind: z.string(),
    at: timeSchema,
    data: z.record(z.string(), z.unknown()),
    offer: z.string().nullable(),
    consumedBy: z.string().nullable().openapi({ description: 'The enrollment whose wait took it' }),
  })
  .openapi('Signal')

export const scoreSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    points: z.number(),
    because: z.string(),
    origin: z.string(),
    at: timeSchema,
  })
  .openapi('Score')

export function presentSignal(signal: Signal): z.infer<typeof signalSchema> {
  const { id, leadId, kind, data, offer, consumedBy } = signal
  return { id, leadId, kind, at: isoTime(signal.at), data, offer, consumedBy }
}

export function presentScore(score: ScoreEntry): z.infer<typeof scoreSchema> {
  const { id, leadId, points, because, origin } = score
  return { id, leadId, points, because, origin, at: isoTime(score.at) }
}
