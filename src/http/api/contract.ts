import { createRoute, z } from '@hono/zod-openapi'
import type { PageRequest } from '../../domain/page.ts'

/** Shapes that every resource of the API shares. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: 'not-found' }),
      message: z.string().openapi({ description: 'What was expected and what came' }),
      nextAction: z.string().openapi({ description: 'What to do now' }),
      requestId: z.string(),
    }),
  })
  .openapi('Error')

const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).optional().openapi({ description: '`next` of the page before' }),
}

export const pageQuery = z.object(pageFields)

/** A list query with its filters. */
export function pageQueryWith<Shape extends z.ZodRawShape>(filters: Shape) {
  return z.object({ ...pageFields, ...filters })
}

export function toPageRequest(query: { limit: number; cursor?: string | undefined }): PageRequest {
  return { limit: query.limit, cursor: query.cursor ?? null }
}

export const idParams = z.object({ id: z.string().min(1) })

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: '`cursor` of the next page; null at the end' }),
  })
}

export function answer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** A body that may be left out: every field has its default. */
export function optionalBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: false, content: { 'application/json': { schema } } } }
}

const REFUSALS = {
  400: 'The request does not fit; the message names the field',
  401: 'No admin token, or another one',
  404: 'There is no such thing',
  409: 'It conflicts with what is there; the message says how',
  413: 'The body is larger than 64 KiB',
  503: 'It could not be made durable; try again',
} as const

/** The failures that a route may answer with, besides those that every route has. */
export function refusals<Status extends keyof typeof REFUSALS>(...statuses: Status[]) {
  const entries = ([400, 401, ...statuses] as const).map(status => [status, answer(errorSchema, REFUSALS[status])])
  return Object.fromEntries(entries) as Record<Status | 400 | 401, ReturnType<typeof answer<typeof errorSchema>>>
}

const who = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .openapi({ description: 'Who did it; `api` when left out', example: 'Sam' })
const why = z.string().trim().min(1).max(2000).openapi({ example: 'asked on the phone' })

export const actionBody = z.object({ reason: why.optional(), by: who.optional() })
export const reasonedBody = z.object({ reason: why, by: who.optional() })

export const security = [{ bearer: [] }]

/** A verb on one thing: who and why may be left out, and the answer is the thing as it is now. */
export function actionRoute<Path extends string, Schema extends z.ZodType>(route: {
  path: Path
  tags: string[]
  summary: string
  now: Schema
  description: string
}) {
  const { path, tags, summary, now, description } = route
  return createRoute({
    method: 'post',
    path,
    tags,
    security,
    summary,
    request: { params: idParams, ...optionalBody(actionBody) },
    responses: { 200: answer(now, description), ...refusals(404, 409, 503) },
  })
}
