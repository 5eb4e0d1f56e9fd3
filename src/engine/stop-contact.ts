import { event } from '../domain/event.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEverything } from './end-enrollments.ts'
import { personKeys, suppress } from './suppress-lead.ts'
import { withdrawHandovers } from './withdraw-handovers.ts'

interface Order {
  by: string
  because: string
  /** A person's own words, kept erasable. */
  text?: string
}

/** Do-not-contact: for all offers, at once, queued mail too. Only a person lifts it, unless the settings say otherwise. */
export function stopContact(context: EngineContext, draft: Draft, order: Order): void {
  const { by, because } = order
  silence(context, draft, { by, because, reason: 'do-not-contact' })
  withdrawHandovers(draft, 'do-not-contact')
  if (draft.lead.status === 'do-not-contact' || draft.lead.status === 'erased') return
  draft.lead = { ...draft.lead, status: 'do-not-contact' }
  draft.events.push(event('do-not-contact', draft.now, { by, because }, order.text))
}

/** Suppresses the person by every certain key and ends everything that runs. */
export function silence(
  context: EngineContext,
  draft: Draft,
  order: { by: string; because: string; reason: SuppressionReason },
): void {
  for (const key of personKeys(draft)) suppress(context, draft, { ...key, ...order, until: null })
  endEverything(draft, order.because)
}
