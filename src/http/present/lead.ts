import { z } from '@hono/zod-openapi'
import type { Lead } from '../../domain/people/lead.ts'
import { isoTime, timeSchema } from './time.ts'

export const LEAD_STATUSES = ['open', 'qualified', 'disqualified', 'do-not-contact', 'erased'] as const

export const environmentSchema = z.enum(['live', 'test'])

export const leadSchema = z
  .object({
    id: z.string(),
    environment: environmentSchema,
    status: z.enum(LEAD_STATUSES),
    email: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    company: z.string().nullable(),
    title: z.string().nullable(),
    phone: z.string().nullable().openapi({ description: 'E.164 where certain, else as it came' }),
    phoneRaw: z.string().nullable(),
    country: z.string().nullable().openapi({ description: 'ISO 3166-1 alpha-2 where certain' }),
    countryRaw: z.string().nullable(),
    zone: z.string().nullable().openapi({ description: 'IANA zone; null: derived from the country' }),
    language: z.string().nullable(),
    score: z.number(),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .openapi('Lead')

export function presentLead(lead: Lead): z.infer<typeof leadSchema> {
  const { id, environment, status, email, firstName, lastName, company, title, phone, phoneRaw } = lead
  const { country, countryRaw, zone, language, score, tags, attributes } = lead
  return {
    id,
    environment,
    status,
    email,
    firstName,
    lastName,
    company,
    title,
    phone,
    phoneRaw,
    country,
    countryRaw,
    zone,
    language,
    score,
    tags,
    attributes,
    createdAt: isoTime(lead.createdAt),
    updatedAt: isoTime(lead.updatedAt),
  }
}
