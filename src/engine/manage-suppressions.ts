import { TendError } from '../domain/errors.ts'
import { event } from '../domain/event.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { Suppression } from '../domain/suppression.ts'
import { changeLead, noSuchLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEverything, running } from './end-enrollments.ts'
import type { Engine } from './engine-api.ts'
import { lift, suppress } from './suppress-lead.ts'
import { wakeAfterLifting } from './wake-after-lifting.ts'

type Request = Parameters<Engine['addSuppression']>[0]

/** A person silences an address, a domain or a lead. What runs for the leads it names ends at once. */
export async function addSuppression(context: EngineContext, request: Request): Promise<Suppression> {
  const named = name(context, request)
  const now = context.clock.now()
  if (request.until !== null && request.until <= now) throw over(request.until)
  const leads = await leadsNamed(context, named)
  if (named.scope === 'lead' && leads.length === 0) throw noSuchLead()
  const row = {
    ...named,
    id: context.newId('suppression'),
    leadId: leads[0] ?? null,
    offer: null,
    reason: 'person' as const,
    because: request.because,
    by: request.by,
    createdAt: now,
    until: request.until,
    liftedAt: null,
    liftedBecause: null,
  }
  const isOfNobody = leads.length === 0 || named.scope === 'domain'
  const known = isOfNobody ? await inForceInstead(context, row) : undefined
  if (isOfNobody && known === undefined) await context.store.suppressions.add(row)
  const drafts: Draft[] = []
  for (const leadId of leads) drafts.push(await silenceLead(context, { leadId, row, known }))
  if (isOfNobody) return known ?? row
  return drafts.flatMap(({ suppressions }) => suppressions).find(known => isInstead(known, row)) ?? row
}

/** Lifts one suppression with a reason. Throws `not-found`, and `conflict` when it was lifted before. */
export async function liftSuppression(
  context: EngineContext,
  request: { id: string; because: string; by: string },
): Promise<Suppression> {
  const { id, because, by } = request
  const found = await context.store.suppressions.find(id)
  if (found === null) throw missing(id)
  if (found.liftedAt !== null) throw lifted(found)
  if (found.leadId === null) await context.store.suppressions.lift(id, context.clock.now(), because)
  else {
    await changeLead(context, found.leadId, draft => {
      lift(draft, found, { by, because: 'decided by a person', text: because })
      const lead = draft.suppressions.some(row => row.liftedAt === null && row.reason === 'do-not-contact')
      if (lead || draft.lead.status !== 'do-not-contact') return
      draft.lead = { ...draft.lead, status: 'open' }
      draft.events.push(event('contact-allowed', draft.now, { by, because: 'decided by a person' }, because))
    })
  }
  await liftForOthers(context, found, { by, because })
  return (await context.store.suppressions.find(id)) ?? found
}

/** The row belongs to one lead or none; what it kept silent may be more, and each timeline tells of it. */
async function liftForOthers(
  context: EngineContext,
  suppression: Suppression,
  { by, because }: { by: string; because: string },
): Promise<void> {
  const { id, scope, leadId } = suppression
  for (const other of await leadsNamed(context, suppression)) {
    if (other === leadId) continue
    await changeLead(context, other, draft => {
      const told = { suppressionId: id, scope, by, because: 'decided by a person' }
      draft.events.push(event('suppression-lifted', draft.now, told, because))
      wakeAfterLifting(draft, suppression)
    })
  }
}

function silenceLead(
  context: EngineContext,
  { leadId, row, known }: { leadId: string; row: Suppression; known: Suppression | undefined },
): Promise<Draft> {
  return changeLead(context, leadId, draft => {
    // Whoever died between the entry and its leads is asked again: what still runs ends now.
    if (known !== undefined && running(draft).length === 0) return
    const { scope, key, label, reason, because, by, until } = row
    if (scope === 'domain') {
      const told = { suppressionId: known?.id ?? row.id, scope, reason, because: 'decided by a person', by, until }
      draft.events.push(event('suppressed', draft.now, told, because))
    } else suppress(context, draft, { id: row.id, scope, key, label, reason, because, by, until })
    endEverything(draft, 'suppressed by a person')
  })
}

/** One entry is enough, however often it is asked for: one lifting must free it again. */
async function inForceInstead({ store }: EngineContext, row: Suppression): Promise<Suppression | undefined> {
  const nobody = { addressKey: null, domainKey: null, phoneKey: null, pairKey: null }
  const keys = row.scope === 'domain' ? { ...nobody, domainKey: row.key } : { ...nobody, addressKey: row.key }
  const found = await store.leads.suppressionsFor(keys, null)
  return found.find(known => isInstead(known, row))
}

/** The row itself, or the one in force that made it needless. */
function isInstead(known: Suppression, row: Suppression): boolean {
  const isSame = known.scope === row.scope && known.key === row.key && known.reason === row.reason
  return (
    known.id === row.id || (isSame && known.liftedAt === null && (known.until ?? Infinity) >= (row.until ?? Infinity))
  )
}

function name(context: EngineContext, { scope, value }: Request): Pick<Suppression, 'scope' | 'key' | 'label'> {
  if (scope === 'lead') return { scope, key: value, label: null }
  const address = readEmailAddress(scope === 'domain' ? `any@${value.trim().replace(/^\*?@/, '')}` : value)
  if (address === null) throw unreadable(scope, value)
  const text = scope === 'domain' ? address.domain : address.normalised
  return { scope, key: context.store.fingerprint(text), label: text }
}

async function leadsNamed(context: EngineContext, named: Pick<Suppression, 'scope' | 'key'>): Promise<string[]> {
  const { leads } = context.store
  if (named.scope === 'phone' || named.scope === 'pair') return []
  if (named.scope === 'lead') return (await leads.find(named.key)) === null ? [] : [named.key]
  const keys = named.scope === 'domain' ? { domainKey: named.key } : { addressKey: named.key }
  const found = [...(await leads.byKeys('live', keys)), ...(await leads.byKeys('test', keys))]
  return found.map(({ id }) => id)
}

function unreadable(scope: string, value: string): TendError {
  return new TendError({
    code: 'bad-request',
    message: `Expected ${scope === 'domain' ? 'a domain such as example.com' : 'an address such as jana@example.com'}, came ${JSON.stringify(value)}.`,
    nextAction: 'Correct the value and send it again.',
  })
}

function over(until: number): TendError {
  return new TendError({
    code: 'bad-request',
    message: `Expected an end that is still to come, came ${new Date(until).toISOString()}.`,
    nextAction: 'Name a later moment, or leave it out: for ever.',
  })
}

function missing(id: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `There is no suppression ${id}.`,
    nextAction: 'List them: `tend suppressions list`, or GET /api/v1/suppressions.',
  })
}

function lifted(suppression: Suppression): TendError {
  return new TendError({
    code: 'conflict',
    message: `This suppression was lifted before: ${suppression.liftedBecause ?? 'no reason kept'}.`,
    nextAction: 'Nothing needs to be done.',
  })
}
