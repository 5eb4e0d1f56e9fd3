import { durationHint } from '../../domain/duration-hints.ts'

/** Dates and times as people write them elsewhere, in the form of this language; null when nothing comes to mind. */
export function betterMoment(written: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written) ?? []
  if (day && month && year) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(written)) return '2026-12-01'
  const [, hour, half] = /^(\d|1[0-2])\s*([ap])m$/i.exec(written) ?? []
  if (hour && half)
    return `"${String((Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)).padStart(2, '0')}:00"`
  return movedMoment(written) ?? weeklyMoment(written)
}

/** `inquiry.at + 14 days`. */
function movedMoment(written: string): string | null {
  const [, from, sign, length] =
    /^([a-z]+\.\w+|\d{4}-\d\d-\d\d)\s*([+-])\s*(\d+ ?(?:business )?[a-z]+)$/.exec(written) ?? []
  return from === undefined ? null : `{until: ${from}, offset: ${sign === '-' ? '-' : ''}${length}}`
}

/** `monday`, `next monday 10:00`, `tomorrow`: a time on a day of the week, or on the next day. */
function weeklyMoment(written: string): string | null {
  if (!/^[a-z]{2,}[a-z0-9 :,]*$/i.test(written)) return null
  if (/^(tomorrow|next day)\b/i.test(written)) return '{until: "09:00"}'
  return /\{until: "[^"]*", days: \w+\}/.exec(durationHint(written))?.[0] ?? null
}
