import { isInForce } from '../domain/contact-policy.ts'
import { event } from '../domain/event.ts'
import type { Suppression, SuppressionReason, SuppressionScope } from '../domain/suppression.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { wakeAfterLifting } from './wake-after-lifting.ts'

export interface SuppressionRequest {
  /** For a caller that must know it beforehand. */
  id?: string
  scope: SuppressionScope
  key: string
  label: string | null
  reason: SuppressionReason
  because: string
  by: string
  until: number | null
  /** Left out: all mail is meant. */
  offer?: string
}

/** Adds a suppression to the lead's draft unless the same one is in force for at least as long. */
export function suppress(context: EngineContext, draft: Draft, request: SuppressionRequest): void {
  if (draft.suppressions.some(known => isSame(known, request) && isInForce(known, draft.now))) return
  const row: Suppression = {
    ...request,
    id: request.id ?? context.newId('suppression'),
    leadId: draft.lead.id,
    offer: request.offer ?? null,
    createdAt: draft.now,
    liftedAt: null,
    liftedBecause: null,
  }
  put(draft, 'suppressions', row)
  const { id, scope, reason, because, by, until } = row
  const offer = request.offer === undefined ? {} : { offer: request.offer }
  draft.events.push(event('suppressed', draft.now, { suppressionId: id, scope, reason, because, by, until, ...offer }))
}

/** Lifts one suppression with its reason; mail that waited for its end need not wait any longer. */
export function lift(
  draft: Draft,
  suppression: Suppression,
  lifting: { by: string; because: string; text?: string },
): void {
  put(draft, 'suppressions', { ...suppression, liftedAt: draft.now, liftedBecause: lifting.text ?? lifting.because })
  const { id, scope } = suppression
  const { by, because, text } = lifting
  draft.events.push(event('suppression-lifted', draft.now, { suppressionId: id, scope, by, because }, text))
  wakeAfterLifting(draft, suppression)
}

/** The narrowest certain ways to name this person: the lead, its address, else its phone, else name with company. */
export function personKeys(draft: Draft): { scope: SuppressionScope; key: string; label: string | null }[] {
  const { lead } = draft
  const keys: { scope: SuppressionScope; key: string; label: string | null }[] = [
    { scope: 'lead', key: lead.id, label: lead.email ?? lead.phone ?? lead.lastName },
  ]
  if (lead.addressKey !== null) keys.push({ scope: 'address', key: lead.addressKey, label: lead.email })
  else if (lead.phoneKey !== null) keys.push({ scope: 'phone', key: lead.phoneKey, label: lead.phone })
  if (lead.addressKey === null && lead.pairKey !== null) {
    keys.push({ scope: 'pair', key: lead.pairKey, label: [lead.lastName, lead.company].filter(Boolean).join(', ') })
  }
  return keys
}

function isSame(known: Suppression, request: SuppressionRequest): boolean {
  const isLonger = known.until === null || (request.until !== null && known.until >= request.until)
  const isAlike = known.scope === request.scope && known.key === request.key && known.reason === request.reason
  return isLonger && isAlike && known.offer === (request.offer ?? null)
}
