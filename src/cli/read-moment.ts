import { Temporal } from 'temporal-polyfill'

/** A moment in ISO 8601, or a date (its midnight); without an offset it is wall time in the zone. Null when it is neither. */
export function readMoment(text: string, zone: string): number | null {
  const trimmed = text.trim().replace(' ', 'T')
  try {
    if (/[zZ]$|[+-]\d\d(?::?\d\d)?$/.test(trimmed.slice(10))) return Temporal.Instant.from(trimmed).epochMilliseconds
    return Temporal.PlainDateTime.from(trimmed).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return null
  }
}
