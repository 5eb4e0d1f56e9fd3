import type { Lead } from '../../domain/people/lead.ts'
import { nextSlot, type Slot } from '../../domain/schedule.ts'
import type { Settings } from '../../domain/settings.ts'
import type { OpeningHours } from '../../domain/time/opening-hours.ts'
import type { Program, Step } from '../program.ts'
import { zoneOfLead } from './lead-zone.ts'

export interface SlotRequest {
  program: Program
  step: Step | undefined
  lead: Pick<Lead, 'zone' | 'country'>
  settings: Settings
  /** The first mail of an inquiry ignores `hours`; only quiet hours hold it. */
  first: boolean
}

/** The first moment from `now` on at which the step's mail may leave by the clock, and what moved it. */
export function sendSlot({ program, step, lead, settings, first }: SlotRequest, now: number): Slot {
  return nextSlot(now, {
    hours: first ? null : hoursOf(program, step),
    quiet: settings.quietHours,
    holidays: settings.holidays,
    zone: zoneOfLead(lead, settings),
  })
}

function hoursOf(program: Program, step: Step | undefined): OpeningHours | null {
  if (step?.kind !== 'send' || step.hours === null) return program.hours
  return step.hours === 'any' ? null : step.hours
}
