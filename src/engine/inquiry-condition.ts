import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import { type ConditionContext, conditionContext } from '../workflow/conditions/conditions.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { offerWords } from './merge-contexts.ts'

/** What conditions may read at the moment an inquiry comes in, before any enrollment. */
export function inquiryCondition(context: EngineContext, draft: Draft, inquiry: Inquiry): ConditionContext {
  const offerTitle = offerWords(inquiry, context.settings()).title
  return conditionContext({ lead: draft.lead, inquiry, offerTitle, mails: 0, days: 0 })
}
