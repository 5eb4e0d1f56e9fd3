import { MINUTE_MS, SECOND_MS } from './units.ts'
import { offsetAt } from './zone-clock.ts'

/** `Mon, 23 Nov 2026, 09:00` in the zone. */
export function localWords(at: number, zone: string): string {
  return formatter('moment', zone, 'en-GB').format(at)
}

/** `23 November 2026` in the zone, in the language where one is given. */
export function dayWords(at: number, zone: string, language: string | null = null): string {
  return formatter('day', zone, language ?? 'en-GB').format(at)
}

/** ISO 8601 with the offset of the zone, to the second: `2026-11-23T09:00:00+01:00`. */
export function localIso(at: number, zone: string): string {
  const second = Math.floor(at / SECOND_MS) * SECOND_MS
  const offset = offsetAt(second, zone)
  return `${new Date(second + offset).toISOString().slice(0, 19)}${offsetWords(offset)}`
}

const STYLES = {
  moment: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a formatter takes a hundred times longer than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(style: keyof typeof STYLES, timeZone: string, language: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone} ${language}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(language, { ...STYLES[style], timeZone })
  formatters.set(key, made)
  return made
}

function offsetWords(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
