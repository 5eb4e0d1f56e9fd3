import { z } from '@hono/zod-openapi'
import type { Alert } from '../../domain/alert.ts'
import { isoTime, timeSchema } from './time.ts'

export const alertSchema = z
  .object({ id: z.string(), kind: z.string(), message: z.string(), nextAction: z.string(), raisedAt: timeSchema })
  .openapi('Alert')

export function presentAlert(alert: Alert): z.infer<typeof alertSchema> {
  const { id, kind, message, nextAction } = alert
  return { id, kind, message, nextAction, raisedAt: isoTime(alert.raisedAt) }
}
