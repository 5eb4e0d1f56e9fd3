import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry.ts'
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

/** Adds points with their reason; the ones that cross the threshold qualify the lead. */
export function givePoints(context: EngineContext, draft: Draft, points: Points, inquiry: Inquiry | null): void {
  const known = [...draft.world.scores, ...draft.scores]
  if (known.some(entry => entry.origin === points.origin)) return
  const before = draft.lead.score
  const total = before + points.points
  draft.scores.push({ id: context.newId('score'), leadId: draft.lead.id, at: draft.now, ...points })
  draft.events.push(event('scored', draft.now, { ...points, total }))
  const qualifies = crossesThreshold(draft.lead.status, before, total, context.settings())
  draft.lead = { ...draft.lead, score: total }
  if (qualifies) qualify(context, draft, { by: 'score', because: `score ${total}: ${points.because}`, inquiry })
}
