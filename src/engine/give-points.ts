import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import { crossesThreshold } from '../domain/qualification.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { qualify } from './qualify.ts'

export interface Points {
  points: number
  because: string
  /** With the lead, what makes these the same points: they are given once. */
  origin: string
}

/** Adds points, each with its reason and once per origin; together they may qualify the lead. */
export function givePoints(context: EngineContext, draft: Draft, given: Points[], inquiry: Inquiry | null): void {
  const before = draft.lead.score
  const fresh = given.filter(({ origin }) => !isKnown(draft, origin))
  for (const points of fresh) add(context, draft, points)
  const total = draft.lead.score
  if (!crossesThreshold(draft.lead.status, before, total, context.settings())) return
  const reasons = fresh.filter(({ points }) => points > 0).map(({ because }) => because)
  qualify(context, draft, { by: 'score', because: `${total} points: ${reasons.join(', ')}`, inquiry })
}

function isKnown(draft: Draft, origin: string): boolean {
  return [...draft.world.scores, ...draft.scores].some(entry => entry.origin === origin)
}

function add(context: EngineContext, draft: Draft, points: Points): void {
  const total = draft.lead.score + points.points
  draft.lead = { ...draft.lead, score: total }
  draft.scores.push({ id: context.newId('score'), leadId: draft.lead.id, at: draft.now, ...points })
  draft.events.push(event('scored', draft.now, { ...points, total }))
}
