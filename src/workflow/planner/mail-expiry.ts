import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import { describeDuration } from '../../domain/time/duration.ts'
import type { StepOf } from '../program.ts'
import { zoneOfLead } from './lead-zone.ts'
import { addWait } from './wait-time.ts'

/** When the mail of a step is too late to be worth sending, counted from the arrival at the step, and the words for it. */
export function mailExpiry(
  step: StepOf<'send'>,
  about: { arrivedAt: number; lead: Pick<Lead, 'zone' | 'country'>; settings: Settings },
): { at: number; because: string } {
  const { arrivedAt, lead, settings } = about
  const at = addWait(arrivedAt, step.expires, settings, zoneOfLead(lead, settings))
  return { at, because: `expired: more than ${describeDuration(step.expires)} late` }
}
