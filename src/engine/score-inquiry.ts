import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { ScoringRule } from '../domain/settings.ts'
import { evaluateCondition, fieldsRead } from '../workflow/conditions/conditions.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { givePoints } from './give-points.ts'
import { inquiryCondition } from './inquiry-condition.ts'

/** Applies the scoring rules: what a rule reads of an inquiry scores with each inquiry, the rest once per lead. */
export function scoreInquiry(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  const condition = inquiryCondition(context, draft, inquiry)
  const given = context
    .settings()
    .scoring.rules.filter(rule => evaluateCondition(rule.if, condition))
    .map(rule => ({ points: rule.points, because: rule.because, origin: originOf(rule, inquiry) }))
  givePoints(context, draft, given, inquiry)
}

function originOf(rule: ScoringRule, inquiry: Inquiry): string {
  const perInquiry = fieldsRead(rule.if).some(field => !field.startsWith('lead.'))
  return perInquiry ? `rule ${rule.because} / ${inquiry.id}` : `rule ${rule.because}`
}
