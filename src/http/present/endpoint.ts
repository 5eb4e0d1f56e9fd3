import { z } from '@hono/zod-openapi'
import type { Endpoint } from '../../domain/endpoint.ts'
import type { EndpointView } from '../../engine/engine-api.ts'
import { environmentSchema } from './lead.ts'
import { isoTime, isoTimeOrNull, timeSchema } from './time.ts'

export const endpointSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    offer: z.string().nullable(),
    environment: environmentSchema,
    createdAt: timeSchema,
    revokedAt: timeSchema.nullable(),
    lastReceiptAt: timeSchema.nullable(),
    lastValidatedAt: timeSchema.nullable(),
  })
  .openapi('Endpoint')

export const endpointViewSchema = endpointSchema
  .extend({ tokens: z.array(z.object({ id: z.string(), createdAt: timeSchema, revokedAt: timeSchema.nullable() })) })
  .openapi('EndpointWithTokens')

export const newTokenSchema = z
  .object({
    endpoint: endpointSchema,
    token: z.string().openapi({ description: 'Shown here and never again' }),
    url: z.string().openapi({ description: 'The ingest URL for Partner Center' }),
  })
  .openapi('NewToken')

export function presentEndpoint(endpoint: Endpoint): z.infer<typeof endpointSchema> {
  const { id, label, offer, environment } = endpoint
  return {
    id,
    label,
    offer,
    environment,
    createdAt: isoTime(endpoint.createdAt),
    revokedAt: isoTimeOrNull(endpoint.revokedAt),
    lastReceiptAt: isoTimeOrNull(endpoint.lastReceiptAt),
    lastValidatedAt: isoTimeOrNull(endpoint.lastValidatedAt),
  }
}

export function presentEndpointView(endpoint: EndpointView): z.infer<typeof endpointViewSchema> {
  const tokens = endpoint.tokens.map(token => ({
    id: token.id,
    createdAt: isoTime(token.createdAt),
    revokedAt: isoTimeOrNull(token.revokedAt),
  }))
  return { ...presentEndpoint(endpoint), tokens }
}
