import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import { KNOWN_ACTIONS } from '../../domain/inquiry/inquiry.ts'
import { countForKeys } from '../check/check-routing.ts'
import type { ConditionContext } from '../conditions/conditions.ts'
import { evaluateCondition } from '../conditions/conditions.ts'
import { globMatches } from '../language/glob.ts'
import type { Matcher, Program } from '../program.ts'

/**
 * The workflow that an inquiry starts: the highest rank among those that match, then the one whose `for` names more.
 * Null when none matches: the inquiry is unrouted, which a person must see.
 */
export function routeInquiry(programs: Program[], inquiry: Inquiry, condition: ConditionContext): Program | null {
  const matching = programs.filter(program => matches(program.for, inquiry, condition))
  return matching.sort(byPrecedence)[0] ?? null
}

function matches(matcher: Matcher, inquiry: Inquiry, condition: ConditionContext): boolean {
  return (
    matchesAction(matcher.actions, inquiry.action) &&
    (matcher.sources.length === 0 || matcher.sources.includes(inquiry.source)) &&
    matchesOffer(matcher.offers, inquiry) &&
    (matcher.if === null || evaluateCondition(matcher.if, condition))
  )
}

function matchesAction(actions: string[], action: string): boolean {
  if (actions.length === 0) return true
  const isKnown = KNOWN_ACTIONS.some(known => known === action)
  return isKnown ? actions.includes(action) : actions.includes('unknown')
}

function matchesOffer(offers: string[], inquiry: Inquiry): boolean {
  if (offers.length === 0 || offers.includes('*')) return true
  if (inquiry.flags.includes('unknown-offer')) return false
  return offers.some(glob => globMatches(glob, inquiry.offer))
}

function byPrecedence(a: Program, b: Program): number {
  return b.rank - a.rank || countForKeys(b.for) - countForKeys(a.for) || a.workflow.localeCompare(b.workflow)
}
