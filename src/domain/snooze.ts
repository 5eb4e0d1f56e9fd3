import { DAY_MS } from './time/units.ts'

/** How long a person may pause mail, in days: never shorter than the words on the page. */
const DAYS = { '2-weeks': 14, '1-month': 31, '6-months': 184 }

export type SnoozeLength = keyof typeof DAYS

export const SNOOZE_LENGTHS = Object.keys(DAYS) as SnoozeLength[]

/** When a pause that begins now is over. */
export function endOfSnooze(length: SnoozeLength, now: number): number {
  return now + DAYS[length] * DAY_MS
}
