import type { Enrollment } from '../../domain/enrollment.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import { type ConditionContext, conditionContext } from '../conditions/conditions.ts'
import type { Facts } from './decision.ts'

/** What conditions of a workflow may read at `now`. */
export function conditionFacts(facts: Facts, enrollment: Enrollment, now: number): ConditionContext {
  return conditionContext({
    lead: facts.lead,
    inquiry: facts.inquiry,
    offerTitle: facts.settings.offers[facts.inquiry.offer]?.title ?? facts.inquiry.offerTitle ?? facts.inquiry.offer,
    mails: facts.mailsOfEnrollment,
    days: Math.floor((now - enrollment.startedAt) / DAY_MS),
    startedAt: enrollment.startedAt,
  })
}
