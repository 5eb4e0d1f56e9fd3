import { z } from 'zod'
import type { QuietHours } from '../../domain/settings.ts'
import type { OpeningHours, Weekday } from '../../domain/time/opening-hours.ts'
import { CLOCK_TIME } from './clock-times.ts'
import { betterDays } from './day-names.ts'
import { flowYaml } from './flow-yaml.ts'
import { hintFor } from './nearest.ts'
import { anyCase, DAYS_WORDS, proposeSnippets, proposeWords, sayExpected } from './proposals.ts'
import { innerMap } from './reading.ts'
import { refuse } from './refusals.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** Monday to Sunday. */
export const ALL_DAYS: Weekday[] = [1, 2, 3, 4, 5, 6, 7]

const DAYS_EXPECTED = 'days such as `mon-fri` or `[mon, wed]`'
const RANGE = `\\s*${anyCase(DAYS)}(-${anyCase(DAYS)})?\\s*`
/** For editors; what days are, `readDays` decides. */
const DAYS_FORM = {
  anyOf: [
    { type: 'string', pattern: `^${RANGE}(,${RANGE})*$`, ...sayExpected(DAYS_EXPECTED), ...proposeWords(DAYS_WORDS) },
    {
      type: 'array',
      items: { type: 'string', pattern: `^${RANGE}$`, examples: [...DAYS] },
      examples: [['mon', 'wed']],
    },
  ],
}

/** IANA name, or `lead`. */
export const zone = z
  .string({ error: '`lead` or a zone such as `Europe/Prague`' })
  .superRefine((name, ctx) => {
    if (isZone(name)) return
    refuse(ctx, {
      problem: 'unknown-zone',
      message: `\`${name.slice(0, 60)}\` is not a time zone`,
      hint: zoneHint(name),
    })
  })
  .meta({
    description: 'Time zone: `lead` (the default) or an IANA name.',
    examples: ['lead', 'Europe/Prague', 'America/New_York', 'UTC'],
  })

/** `mon-fri`, `mon, wed` or `[mon, wed]`; sorted, each day once. Refuses none at all. */
export const weekdays = z
  .union([z.string(), z.array(z.union([z.string(), z.number().transform(String)]))], { error: DAYS_EXPECTED })
  .transform((written, ctx): Weekday[] => {
    const days = readDays(written)
    if (days === null) {
      const message = `\`days\` must be ${DAYS_EXPECTED}`
      refuse(ctx, { problem: 'wrong-value', message, hint: daysHint(written) })
    }
    if (days?.length === 0) {
      const hint = 'Name the days, for example `mon-fri`.'
      refuse(ctx, { problem: 'never-open', message: 'these hours have no day', hint })
    }
    return days ?? []
  })
  .meta(DAYS_FORM)

/** `{days: mon-fri, from: "09:00", to: "17:00", zone: lead}`; without `days` every day, without `zone` the lead's. */
export const openingHours = innerMap(
  {
    days: weekdays.optional().meta({ description: 'Days, for example mon-fri.' }),
    from: clockTime('Opening time, "09:00".', '09:00'),
    to: clockTime('Closing time; before `from` it is on the next day, equal to it the whole day is open.', '17:00'),
    zone: zone.optional(),
  },
  'hours such as `{days: mon-fri, from: "09:00", to: "17:00", zone: lead}`',
)
  .meta({
    ...proposeSnippets([
      {
        label: 'working hours',
        description: 'Monday to Friday, nine to five on the clock of the lead.',
        example: { days: 'mon-fri', from: '09:00', to: '17:00', zone: 'lead' },
      },
    ]),
  })
  .transform(
    ({ days, from, to, zone: written }): OpeningHours => ({
      days: days ?? ALL_DAYS,
      from,
      to,
      zone: written ?? 'lead',
    }),
  )

/** True when no minute of the hours lies outside the quiet hours. Zones that differ may meet, so they never count. */
export function liesInside(hours: OpeningHours, quiet: QuietHours): boolean {
  if (hours.zone !== quiet.zone || quiet.from === quiet.to) return false
  const silent = minutesIn(quiet)
  return minutesIn(hours).every((open, minute) => !open || silent[minute])
}

function clockTime(description: string, example: string) {
  return z
    .string({ error: 'a time such as `"09:00"`' })
    .regex(CLOCK_TIME, 'a time from `"00:00"` to `"23:59"`')
    .meta({
      description,
      ...proposeSnippets([{ label: example, example }]),
      ...sayExpected('a time from `"00:00"` to `"23:59"`'),
    })
}

const ZONES = Intl.supportedValuesOf('timeZone')

function zoneHint(name: string): string {
  if (/^(?:utc|gmt)\s*[+-]/i.test(name.trim()))
    return 'An offset knows no summer time: write `lead` or a name such as `Europe/Prague`.'
  const city = name.trim().replace(/\s+/g, '_').toLowerCase()
  const ofCity = ZONES.find(zone => city !== '' && zone.toLowerCase().endsWith(`/${city}`))
  const hint = ofCity === undefined ? hintFor(name, [...ZONES, 'lead', 'UTC']) : `Write \`${ofCity}\`.`
  return hint.startsWith('Known') ? 'Write `lead` or a name such as `Europe/Prague`.' : hint
}

function daysHint(written: string | string[]): string {
  const better = Array.isArray(written) ? written.map(betterDays) : betterDays(written)
  if (readDays(better)?.length) return `Write \`${flowYaml(better)}\`.`
  return `Write, for example, \`mon-fri\`; the days are ${DAYS.join(', ')}.`
}

function isZone(name: string): boolean {
  if (name === 'lead') return true
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Sorted, each day once; null when a word is no day. */
function readDays(written: string | string[]): Weekday[] | null {
  const words = typeof written === 'string' ? written.split(',') : written
  const named = new Set<Weekday>()
  for (const word of words) {
    const range = readRange(word.trim().toLowerCase())
    if (range === null) return null
    for (const day of range) named.add(day)
  }
  return ALL_DAYS.filter(day => named.has(day))
}

function readRange(word: string): Weekday[] | null {
  const [from = '', to = from, ...more] = word.split('-')
  const [first, last] = [weekday(from), weekday(to)]
  if (first === null || last === null || more.length > 0) return null
  return first <= last ? ALL_DAYS.slice(first - 1, last) : [...ALL_DAYS.slice(first - 1), ...ALL_DAYS.slice(0, last)]
}

function weekday(word: string): Weekday | null {
  return ALL_DAYS[DAYS.indexOf(word)] ?? null
}

function minutesIn({ from, to }: { from: string; to: string }): boolean[] {
  const [first, last] = [minuteOf(from), minuteOf(to)]
  const inside = (minute: number) =>
    first < last ? minute >= first && minute < last : minute >= first || minute < last
  return Array.from({ length: 1440 }, (_, minute) => inside(minute))
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
