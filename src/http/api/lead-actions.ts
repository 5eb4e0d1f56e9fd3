import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Lead } from '../../domain/people/lead.ts'
import type { Engine, LeadAction } from '../../engine/engine-api.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { leadSchema, presentLead } from '../present/lead.ts'
import { presentSignal, signalSchema } from '../present/signal.ts'
import { actionBody, answer, body, idParams, optionalBody, reasonedBody, refusals, security } from './contract.ts'

const tags = ['Leads']

interface Verb {
  path: string
  summary: string
  /** What the timeline says when the caller gives no reason. */
  because: string
  needsReason?: boolean
  act: (engine: Engine, action: LeadAction) => Promise<Lead>
}

const VERBS: Verb[] = [
  {
    path: '/leads/{id}/do-not-contact',
    summary: 'Never write to this lead again',
    because: 'do-not-contact was asked for',
    act: (engine, action) => engine.markDoNotContact(action),
  },
  {
    path: '/leads/{id}/allow-contact',
    summary: 'Lift do-not-contact; needs a reason and resumes nothing',
    because: '',
    needsReason: true,
    act: (engine, action) => engine.allowContact(action),
  },
  {
    path: '/leads/{id}/qualify',
    summary: 'Say that sales should have this lead',
    because: 'qualified by hand',
    act: (engine, action) => engine.qualifyLead(action),
  },
  {
    path: '/leads/{id}/disqualify',
    summary: 'Say that this lead is nothing for us',
    because: 'disqualified by hand',
    act: (engine, action) => engine.disqualifyLead(action),
  },
  {
    path: '/leads/{id}/erase',
    summary: 'Delete everything personal for ever; keyed suppressions stay',
    because: 'erasure was asked for',
    act: (engine, action) => engine.eraseLead(action),
  },
]

const exportRoute = createRoute({
  method: 'get',
  path: '/leads/{id}/export',
  tags,
  security,
  summary: 'Export everything held about one person',
  request: { params: idParams },
  responses: { 200: answer(z.record(z.string(), z.unknown()), 'The export, as plain data'), ...refusals(404) },
})

const signalRoute = createRoute({
  method: 'post',
  path: '/leads/{id}/signals',
  tags,
  security,
  summary: 'Record that something happened to a lead',
  description:
    'Kinds that Tend knows: reply, bounce, complaint, unsubscribe, click, purchase, qualified; any other word is your own.',
  request: {
    params: idParams,
    ...body(
      z
        .object({
          kind: z.string().trim().min(1).max(64),
          at: z.iso
            .datetime({ offset: true })
            .optional()
            .openapi({ description: 'When it happened; now when left out' }),
          data: z.record(z.string(), z.unknown()).optional(),
          by: z.string().trim().min(1).max(128).optional(),
        })
        .openapi('NewSignal', {
          example: { kind: 'purchase', at: '2026-11-22T13:05:00Z', data: { offer: 'contoso.analytics' } },
        }),
    ),
  },
  responses: { 201: answer(signalSchema, 'Recorded'), ...refusals(404, 409, 503) },
})

export function addLeadActions(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  for (const verb of VERBS) addVerb(api, engine, verb)
  api.openapi(exportRoute, async c => {
    const leadId = c.req.valid('param').id
    return c.json(await engine.exportLead({ leadId, by: 'api', because: 'exported through the API' }), 200)
  })
  api.openapi(signalRoute, async c => {
    const { kind, at, data, by } = c.req.valid('json')
    const signal = await engine.recordSignal({
      leadId: c.req.valid('param').id,
      kind,
      at: at === undefined ? null : Date.parse(at),
      data: data ?? {},
      by: by ?? 'api',
    })
    return c.json(presentSignal(signal), 201)
  })
}

function addVerb(api: OpenAPIHono<HttpEnv>, engine: Engine, verb: Verb): void {
  const route = createRoute({
    method: 'post',
    path: verb.path,
    tags,
    security,
    summary: verb.summary,
    request: { params: idParams, ...(verb.needsReason === true ? body(reasonedBody) : optionalBody(actionBody)) },
    responses: { 200: answer(leadSchema, 'The lead as it is now'), ...refusals(404, 409, 503) },
  })
  api.openapi(route, async c => {
    const { reason, by } = c.req.valid('json')
    const action = { leadId: c.req.valid('param').id, by: by ?? 'api', because: reason ?? verb.because }
    return c.json(presentLead(await verb.act(engine, action)), 200)
  })
}
