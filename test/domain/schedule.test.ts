import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addBusinessDays, addDays, nextSlot, nextWallTime, type SlotRules } from '../../src/domain/schedule.ts'
import { localIso } from '../../src/domain/time/moment-words.ts'
import type { OpeningHours } from '../../src/domain/time/opening-hours.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { fromWall, offsetAt, weekdayOf } from '../../src/domain/time/zone-clock.ts'

const ZONES = [
  'Europe/Prague',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Pacific/Kiritimati',
  'Asia/Tehran',
  'America/St_Johns',
  'UTC',
]
const zones = fc.constantFrom(...ZONES)
const instants = fc.integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2032-12-31T23:59:59Z') })
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const WEEKDAYS: OpeningHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' }

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}

function rules(changes: Partial<SlotRules>): SlotRules {
  return { hours: null, quiet: null, holidays: [], zone: 'UTC', ...changes }
}

describe('the zone clock agrees with the calendar library', () => {
  it('on the offset at any instant', () => {
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        expect(offsetAt(at, zone)).toBe(zoned(at, zone).offsetNanoseconds / 1e6)
      }),
      { numRuns: 500 },
    )
  })

  it('on the instant of any wall time, skipped and doubled ones included', () => {
    const nearChange = fc.tuple(zones, instants).map(([zone, at]) => {
      const change = zoned(at, zone).getTimeZoneTransition('next')
      return { zone, wall: change === null ? at : change.epochMilliseconds + offsetAt(change.epochMilliseconds, zone) }
    })
    const around = fc.integer({ min: -3 * 4, max: 3 * 4 }).map(quarters => (quarters * HOUR_MS) / 4)
    fc.assert(
      fc.property(nearChange, around, ({ zone, wall }, shift) => {
        const local = new Date(wall + shift).toISOString().slice(0, 19)
        const expected = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'compatible' })
        expect(fromWall(Date.parse(`${local}Z`), zone)).toBe(expected.epochMilliseconds)
      }),
      { numRuns: 1000 },
    )
  })

  it('on days that are added', () => {
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 0, max: 400 }), (at, zone, days) => {
        expect(addDays(at, days, zone)).toBe(zoned(at, zone).add({ days }).epochMilliseconds)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a slot', () => {
  it('is never earlier than asked, lies in the hours and outside the quiet hours, and is stable', () => {
    const windows = fc.record({ from: times, to: times })
    fc.assert(
      fc.property(instants, zones, windows, fc.constantFrom(1, 5, 6), (at, zone, window, lastDay) => {
        const days = ([1, 2, 3, 4, 5, 6, 7] as const).slice(0, lastDay)
        const hours: OpeningHours = { ...window, days: [...days], zone: 'lead' }
        const slot = nextSlot(at, rules({ hours, zone }))
        expect(slot.at).toBeGreaterThanOrEqual(at)
        expect(slot.because.length > 0).toBe(slot.at > at)
        expect(nextSlot(slot.at, rules({ hours, zone })).at).toBe(slot.at)
        const opened = zoned(slot.at, zone)
        const crosses = window.to <= window.from
        const yesterday = opened.subtract({ days: 1 })
        expect(
          hours.days.includes(opened.dayOfWeek as 1) || (crosses && hours.days.includes(yesterday.dayOfWeek as 1)),
        ).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('waits out a night that crosses midnight', () => {
    const quiet = { from: '20:00', to: '08:00', zone: 'lead' }
    const late = Date.parse('2026-11-24T23:30:00+01:00')
    expect(localIso(nextSlot(late, rules({ quiet, zone: 'Europe/Prague' })).at, 'Europe/Prague')).toBe(
      '2026-11-25T08:00:00+01:00',
    )
    const early = Date.parse('2026-11-24T07:59:00+01:00')
    expect(localIso(nextSlot(early, rules({ quiet, zone: 'Europe/Prague' })).at, 'Europe/Prague')).toBe(
      '2026-11-24T08:00:00+01:00',
    )
  })

  it('keeps the zone of the hours when they name one', () => {
    const hours = { ...WEEKDAYS, zone: 'Asia/Kathmandu' }
    const at = Date.parse('2026-11-24T00:00:00Z')
    expect(localIso(nextSlot(at, rules({ hours, zone: 'Europe/Prague' })).at, 'Asia/Kathmandu')).toBe(
      '2026-11-24T09:00:00+05:45',
    )
  })

  it('skips holidays', () => {
    const at = Date.parse('2026-12-25T10:00:00Z')
    const slot = nextSlot(at, rules({ hours: WEEKDAYS, holidays: ['2026-12-25', '2026-12-28'] }))
    expect(localIso(slot.at, 'UTC')).toBe('2026-12-29T09:00:00+00:00')
  })

  it('is refused when hours and quiet hours never meet', () => {
    const quiet = { from: '08:00', to: '18:00', zone: 'lead' }
    expect(() => nextSlot(0, rules({ hours: WEEKDAYS, quiet }))).toThrow('never meet')
    expect(() => nextSlot(0, rules({ hours: { ...WEEKDAYS, days: [] } }))).toThrow('never open')
  })
})

describe('business days', () => {
  it('keep the wall time and never end on a weekend', () => {
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 1, max: 30 }), (at, zone, days) => {
        const end = addBusinessDays(at, days, { hours: WEEKDAYS, holidays: [] }, zone)
        const weekday = zoned(end, zone).dayOfWeek
        expect(weekday).toBeLessThanOrEqual(5)
        expect(end - at).toBeGreaterThanOrEqual(days * DAY_MS - 3 * HOUR_MS)
        expect(end - at).toBeLessThanOrEqual((Math.ceil(days / 5) * 7 + 3) * DAY_MS)
      }),
      { numRuns: 500 },
    )
  })

  it('that are subtracted undo those that were added, from any noon of a working day', () => {
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 1, max: 30 }), (at, zone, days) => {
        const plain = { hours: WEEKDAYS, holidays: ['2026-12-24', '2026-12-25'] }
        const noon = nextWallTime(addBusinessDays(at, 1, plain, zone), { time: '12:00', days: [1, 2, 3, 4, 5] }, zone)
        const start = addBusinessDays(noon, 1, plain, zone)
        expect(addBusinessDays(addBusinessDays(start, days, plain, zone), -days, plain, zone)).toBe(start)
        expect(addBusinessDays(start, -days, plain, zone)).toBeLessThan(start)
      }),
      { numRuns: 300 },
    )
  })

  it('are none when there are none, but for a day that is no working day', () => {
    const plain = { hours: WEEKDAYS, holidays: [] }
    const friday = Date.parse('2026-11-27T15:00:00Z')
    expect(addBusinessDays(friday, 0, plain, 'UTC')).toBe(friday)
    expect(localIso(addBusinessDays(friday + DAY_MS, 0, plain, 'UTC'), 'UTC')).toBe('2026-11-30T09:00:00+00:00')
    expect(localIso(addBusinessDays(friday + DAY_MS, -2, plain, 'UTC'), 'UTC')).toBe('2026-11-26T09:00:00+00:00')
  })

  it('count from the next opening on a day that is none, and skip holidays', () => {
    const saturday = Date.parse('2026-11-28T15:00:00Z')
    const plain = { hours: WEEKDAYS, holidays: [] }
    expect(localIso(addBusinessDays(saturday, 1, plain, 'UTC'), 'UTC')).toBe('2026-12-01T09:00:00+00:00')
    const friday = Date.parse('2026-11-27T15:00:00Z')
    const closed = { hours: WEEKDAYS, holidays: ['2026-11-30'] }
    expect(localIso(addBusinessDays(friday, 1, closed, 'UTC'), 'UTC')).toBe('2026-12-01T15:00:00+00:00')
    expect(() => addBusinessDays(friday, 1, { ...plain, hours: { ...WEEKDAYS, days: [] } }, 'UTC')).toThrow(
      'no working day',
    )
  })
})

describe('a clock time', () => {
  it('is the next one on an allowed day, now if exactly now', () => {
    const nine = Date.parse('2026-11-24T09:00:00Z')
    expect(nextWallTime(nine, { time: '09:00', days: [1, 2, 3, 4, 5] }, 'UTC')).toBe(nine)
    expect(nextWallTime(nine + 1, { time: '09:00', days: [1, 2, 3, 4, 5] }, 'UTC')).toBe(nine + DAY_MS)
    expect(nextWallTime(nine, { time: '09:00', days: [1] }, 'UTC')).toBe(Date.parse('2026-11-30T09:00:00Z'))
    expect(() => nextWallTime(nine, { time: '09:00', days: [] }, 'UTC')).toThrow('no day')
  })

  it('that a daylight-saving change skips takes the later moment, a doubled one the earlier', () => {
    const beforeSpring = Date.parse('2027-03-27T12:00:00Z')
    const skipped = nextWallTime(beforeSpring, { time: '02:30', days: [7] }, 'Europe/Prague')
    expect(localIso(skipped, 'Europe/Prague')).toBe('2027-03-28T03:30:00+02:00')
    const beforeAutumn = Date.parse('2026-10-24T12:00:00Z')
    const doubled = nextWallTime(beforeAutumn, { time: '02:30', days: [7] }, 'Europe/Prague')
    expect(localIso(doubled, 'Europe/Prague')).toBe('2026-10-25T02:30:00+02:00')
  })

  it('weekdays are those of the calendar', () => {
    fc.assert(
      fc.property(instants, at => {
        expect(weekdayOf(at)).toBe(zoned(at, 'UTC').dayOfWeek)
      }),
    )
  })
})
