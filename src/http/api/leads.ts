import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { ApiLead } from '../../engine/engine-api.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { unknownLead } from '../errors.ts'
import { inquirySchema, presentInquiry } from '../present/inquiry.ts'
import { LEAD_STATUSES, leadSchema, presentLead } from '../present/lead.ts'
import { leadDetailSchema, presentLeadDetail } from '../present/lead-detail.ts'
import { receiptOutcomeSchema } from '../present/receipt.ts'
import { presentTimelineEntry, timelineEntrySchema } from '../present/timeline.ts'
import { answer, body, idParams, listOf, pageQueryWith, refusals, security, toPageRequest } from './contract.ts'

const tags = ['Leads']
const text = z.string().max(10_000).nullish()

const newLeadSchema = z
  .object({
    email: text,
    firstName: text,
    lastName: text,
    company: text,
    phone: text,
    country: text.openapi({ description: 'Two letters, three letters or the name' }),
    title: text,
    action: text.openapi({ description: 'Action code, for example INS, PLT, DNC, Create, StartTestDrive' }),
    source: text.openapi({ description: 'AzureMarketplace, AzurePortal, AppSource, TestDrive, or your own word' }),
    offer: text.openapi({ description: '`publisher.offer`' }),
    note: text.openapi({ description: "The customer's own words" }),
  })
  .catchall(z.unknown())
  .refine(
    lead => [lead.email, lead.phone, lead.firstName, lead.lastName, lead.company].some(field => field?.trim()),
    'expected at least one of email, phone, firstName, lastName or company, got none of them',
  )
  .openapi('NewLead', {
    example: {
      email: 'ada@fabrikam.example',
      firstName: 'Ada',
      company: 'Fabrikam',
      country: 'CZ',
      action: 'PLT',
      source: 'AppSource',
      offer: 'contoso.analytics',
    },
  })

const submittedSchema = z
  .object({
    status: receiptOutcomeSchema,
    receipt: z.string().openapi({ description: 'The id of the receipt' }),
    lead: leadSchema.nullable(),
    inquiry: inquirySchema.nullable(),
  })
  .openapi('Submitted')

const submitRoute = createRoute({
  method: 'post',
  path: '/leads',
  tags,
  security,
  summary: 'Take in a lead from a form of your own',
  description:
    'The answer comes when the lead is identified and enrolled. Send an `Idempotency-Key` to be able to repeat the request safely: ' +
    'the same key with the same body gives the same answer, with another body 409.',
  request: {
    headers: z.object({ 'idempotency-key': z.string().trim().min(1).max(255).optional() }),
    ...body(newLeadSchema),
  },
  responses: {
    201: answer(submittedSchema, 'Taken in'),
    202: answer(submittedSchema, 'Kept, but not understood; it waits among the quarantined receipts'),
    ...refusals(409, 413, 503),
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/leads',
  tags,
  security,
  summary: 'List leads, newest first',
  request: {
    query: pageQueryWith({
      email: z.string().min(1).optional().openapi({ description: 'Exactly this address' }),
      q: z.string().optional().openapi({ description: 'Part of a name, company or address' }),
      status: z.enum(LEAD_STATUSES).optional(),
    }),
  },
  responses: { 200: answer(listOf(leadSchema), 'A page of leads'), ...refusals() },
})

const findRoute = createRoute({
  method: 'get',
  path: '/leads/{id}',
  tags,
  security,
  summary: 'Read one lead with everything that belongs to it',
  request: { params: idParams },
  responses: { 200: answer(leadDetailSchema, 'The lead'), ...refusals(404) },
})

const timelineRoute = createRoute({
  method: 'get',
  path: '/leads/{id}/timeline',
  tags,
  security,
  summary: 'Read what happened to a lead, in plain words',
  request: { params: idParams },
  responses: { 200: answer(listOf(timelineEntrySchema), 'All events, oldest first'), ...refusals(404) },
})

export function addLeads(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(submitRoute, async c => {
    const idempotencyKey = c.req.valid('header')['idempotency-key'] ?? null
    const lead = withoutNulls(c.req.valid('json'))
    const submitted = await engine.submitLead({ lead, channel: 'api', idempotencyKey, at: null })
    const answered = {
      status: submitted.status,
      receipt: submitted.receipt.id,
      lead: submitted.lead && presentLead(submitted.lead),
      inquiry: submitted.inquiry && presentInquiry(submitted.inquiry),
    }
    return submitted.status === 'quarantined' ? c.json(answered, 202) : c.json(answered, 201)
  })
  api.openapi(listRoute, async c => {
    const { email, q, status, ...page } = c.req.valid('query')
    const { items, next } = await engine.listLeads({ email, q, status }, toPageRequest(page))
    return c.json({ items: items.map(presentLead), next }, 200)
  })
  api.openapi(findRoute, async c => {
    const world = await engine.findLead(c.req.valid('param').id)
    if (world === null) throw unknownLead(c.req.valid('param').id)
    return c.json(presentLeadDetail(world, engine.nextStep(world)), 200)
  })
  api.openapi(timelineRoute, async c => {
    const { id } = c.req.valid('param')
    const entries = await engine.readTimeline(id)
    if (entries.length === 0 && (await engine.findLead(id)) === null) throw unknownLead(id)
    return c.json({ items: entries.map(presentTimelineEntry), next: null }, 200)
  })
}

function withoutNulls(lead: Record<string, unknown>): ApiLead {
  return Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null && value !== undefined))
}
