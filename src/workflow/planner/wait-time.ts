import { addBusinessDays, addDays } from '../../domain/schedule.ts'
import type { Settings } from '../../domain/settings.ts'
import type { WaitTime } from '../../domain/time/duration.ts'

/** The end of a wait that starts at `from`: hours are elapsed time, days keep the wall time in the zone. */
export function addWait(from: number, time: WaitTime, settings: Settings, zone: string): number {
  return move(from, { time, sign: 1 }, { settings, zone })
}

/** The moment from which the wait would end at `to`. */
export function subtractWait(to: number, time: WaitTime, settings: Settings, zone: string): number {
  return move(to, { time, sign: -1 }, { settings, zone })
}

function move(
  at: number,
  { time, sign }: { time: WaitTime; sign: 1 | -1 },
  { settings, zone }: { settings: Settings; zone: string },
): number {
  switch (time.kind) {
    case 'elapsed':
      return at + sign * time.ms
    case 'days':
      return addDays(at, sign * time.days, zone)
    case 'business days':
      return addBusinessDays(at, sign * time.days, { hours: settings.businessHours, holidays: settings.holidays }, zone)
  }
}
