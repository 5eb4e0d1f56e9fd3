import { addBusinessDays, addDays } from '../domain/schedule.ts'
import type { Settings } from '../domain/settings.ts'
import type { WaitTime } from './program.ts'

/** The end of a wait that starts at `from`: hours are elapsed time, days keep the wall time in the zone. */
export function addWait(from: number, time: WaitTime, settings: Settings, zone: string): number {
  switch (time.kind) {
    case 'elapsed':
      return from + time.ms
    case 'days':
      return addDays(from, time.days, zone)
    case 'business days':
      return addBusinessDays(from, time.days, { hours: settings.businessHours, holidays: settings.holidays }, zone)
  }
}
