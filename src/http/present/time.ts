import { z } from '@hono/zod-openapi'

export const timeSchema = z.iso.datetime().openapi({ example: '2026-11-22T13:05:00.000Z' })

export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

export function isoTimeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}
