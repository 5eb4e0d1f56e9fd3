import { fromWall } from '../../domain/time/zone-clock.ts'

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/

/**
 * The instant of an ISO date (`2026-12-01`, at 00:00) or date-time, in the zone unless it names its own offset; null for any
 * other text and for days that do not exist.
 */
export function readMoment(text: string, zone: string): number | null {
  const [, date, time = '00:00', offset] = FORM.exec(text.trim()) ?? []
  if (date === undefined) return null
  const wall = Date.parse(`${date}T${time}Z`)
  // A day that does not exist, 30 February, rolls over into the next month.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(date)) return null
  if (offset === undefined) return fromWall(wall, zone)
  const moment = Date.parse(`${date}T${time}${offset}`)
  return Number.isNaN(moment) ? null : moment
}
