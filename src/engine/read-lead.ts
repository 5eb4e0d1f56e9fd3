import { describeEvent } from '../domain/describe-event.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { Lead } from '../domain/people/lead.ts'
import { describeStep } from '../workflow/describe-step.ts'
import { changeLead, noSuchLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import type { Engine, LeadAction, NextStep, TimelineEntry } from './engine-api.ts'
import type { LeadWorld } from './ports.ts'

/** Leads by address (however it is spelled), part of a name, or status; newest first. */
export async function listLeads(
  context: EngineContext,
  filter: Parameters<Engine['listLeads']>[0],
  page: PageRequest,
): Promise<Page<Lead>> {
  if (filter.email === undefined) return context.store.leads.list({ q: filter.q, status: filter.status }, page)
  const address = readEmailAddress(filter.email)
  if (address === null) return { items: [], next: null }
  const addressKey = context.store.fingerprint(address.normalised)
  return context.store.leads.list({ addressKey, q: filter.q, status: filter.status }, page)
}

/** The whole story of a lead, oldest first, each event with its sentence. Throws `not-found`. */
export async function readTimeline(context: EngineContext, leadId: string): Promise<TimelineEntry[]> {
  if ((await context.store.leads.find(leadId)) === null) throw noSuchLead()
  const events = await context.store.leads.timeline(leadId)
  return events.map(happened => ({ ...happened, words: describeEvent(happened) }))
}

/** What happens next and when, or why nothing will. */
export function nextStep(context: EngineContext, world: LeadWorld): NextStep {
  const mail = world.messages.find(({ status }) => status === 'due' || status === 'claimed' || status === 'data')
  if (mail !== undefined) return { at: mail.dueAt, words: `The mail ${mail.template ?? ''} leaves.` }
  const held = world.messages.find(({ status }) => status === 'held')
  if (held !== undefined) return { at: null, words: 'A mail is held until a person decides.' }
  const active = world.enrollments.find(({ status }) => status === 'active')
  if (active !== undefined) return { at: active.dueAt, words: stepWords(context, active) }
  return { at: null, words: nothingNext(world) }
}

/** What the workflow does when its wait is over; an older version is only named. */
function stepWords(context: EngineContext, { version, workflowId, step }: Enrollment): string {
  const steps = context.catalog().workflows.find(({ hash }) => hash === version)?.program.steps ?? {}
  const current = step === null ? undefined : steps[step]
  const next = current?.kind === 'wait' ? (current.next === null ? null : steps[current.next]) : current
  if (next === null) return `The workflow ${workflowId} comes to its end.`
  return `The workflow ${workflowId} goes on: ${next === undefined ? step : describeStep(next)}.`
}

/** Everything held about one person. The export itself is an event. */
export async function exportLead(context: EngineContext, action: LeadAction): Promise<Record<string, unknown>> {
  const draft = await changeLead(context, action.leadId, draft => {
    draft.events.push(event('exported', draft.now, { by: action.by }))
  })
  const { world } = draft
  const mails = await Promise.all(world.messages.map(({ id }) => context.store.messages.mail(id)))
  return {
    ...world,
    messages: world.messages.map((message, index) => ({ ...message, bytes: asText(mails[index]?.bytes) })),
    receipts: await rawReceipts(context, world),
    timeline: await readTimeline(context, action.leadId),
  }
}

async function rawReceipts(context: EngineContext, world: LeadWorld): Promise<Record<string, unknown>[]> {
  const ids = [...new Set(world.inquiries.map(({ receiptId }) => receiptId))]
  const receipts = await Promise.all(ids.map(id => context.store.receipts.find(id)))
  return receipts.flatMap(receipt => (receipt === null ? [] : [{ ...receipt, body: asText(receipt.body) }]))
}

function asText(bytes: Uint8Array | null | undefined): string | null {
  return bytes == null ? null : Buffer.from(bytes).toString('utf8')
}

function nothingNext(world: LeadWorld): string {
  const { status } = world.lead
  if (status === 'do-not-contact') return 'Nothing: the lead is do-not-contact.'
  if (status === 'erased') return 'Nothing: the person was erased.'
  const last = world.enrollments.at(-1)
  if (last === undefined) return 'Nothing: no workflow started for this lead.'
  return `Nothing: ${last.workflowId} ${last.status === 'finished' ? 'is finished' : `was ${last.status}`} (${last.endReason ?? 'no reason kept'}).`
}
