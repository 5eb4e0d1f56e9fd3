import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeDuration, nominalMs, parseDuration } from '../../../src/domain/time/duration.ts'

test.each([
  ['30s', { kind: 'elapsed', ms: 30_000 }, '30 seconds'],
  ['15m', { kind: 'elapsed', ms: 900_000 }, '15 minutes'],
  ['24h', { kind: 'elapsed', ms: 86_400_000 }, '24 hours'],
  ['90m', { kind: 'elapsed', ms: 5_400_000 }, '1 hour 30 minutes'],
  ['1 day', { kind: 'days', days: 1 }, '1 day'],
  ['3 days', { kind: 'days', days: 3 }, '3 days'],
  ['2 weeks', { kind: 'days', days: 14 }, '14 days'],
  ['1 business day', { kind: 'business days', days: 1 }, '1 business day'],
  [' 3 business days ', { kind: 'business days', days: 3 }, '3 business days'],
  ['0h', { kind: 'elapsed', ms: 0 }, '0 seconds'],
] as const)('reads %j', (text, time, words) => {
  expect(parseDuration(text)).toEqual({ ok: true, time })
  expect(describeDuration(time)).toBe(words)
})

test.each([
  ['24', 'Write the unit too: `24h` or `24 days`.'],
  ['24 hours', 'Write `24h`.'],
  ['5min', 'Write `5m`.'],
  ['10 Sec.', 'Write `10s`.'],
  ['2d', 'Write `2 days`.'],
  ['2w', 'Write `2 weeks`.'],
  ['2  days', 'Write `2 days`.'],
  ['3 business  days', 'Write `3 business days`.'],
  ['2 bussiness days', 'Write `2 business days`.'],
  ['two business days', 'Write `2 business days`.'],
  ['2 businessdays', 'Write `2 business days`.'],
  ['2 week days', 'Write `2 business days`.'],
  ['2 days business', 'Write `2 business days`.'],
  ['after 2 days', 'Write `2 days`.'],
  ['at least 2 weeks', 'Write `2 weeks`.'],
  ['until 2026-12-24', 'A `wait` for a date is `{until: 2026-12-24}`.'],
  ['2 days;', 'Write `2 days`.'],
  ['2, business days', 'Write `2 business days`.'],
  ['2bd', 'Write `2 business days`.'],
  ['1.5 days', 'Write `36h`.'],
  ['1,5h', 'Write `90m`.'],
  ['P2D', 'Write `2 days`.'],
  ['PT24H', 'Write `24h`.'],
  ['2 days and 3 hours', 'Write `51h`.'],
  ['3-5 days', 'Write `3 days`.'],
  ['half an hour', 'Write `30m`.'],
  ['an hour', 'Write `1h`.'],
  ['1w', 'Write `1 week`.'],
  ['never', 'Write `365 days`.'],
  ['tomorrow', 'Write `1 day`.'],
  ['next week', 'Write `1 week`.'],
  ['0 dayz', 'Write `0 days`.'],
  ['0.0001 days', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['2 days and a bit', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['1.5 business days', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['09:00', 'A `wait` for a time is `{until: "09:00"}`.'],
  ['5 pm', 'A `wait` for a time is `{until: "17:00"}`.'],
  ['monday', 'A `wait` for a time is `{until: "09:00", days: mon}`.'],
  ['next Tuesday 14:30', 'A `wait` for a time is `{until: "14:30", days: tue}`.'],
  ['27:00', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['3 business weeks', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['3 fortnights', 'Write `42 days`.'],
  ['1 dya 3 hours', 'Write `27h`.'],
  ['2 weaks', 'Write `2 weeks`.'],
  ['3 buisness days', 'Write `3 business days`.'],
  ['1 wekk 2 dyas', 'Write `9 days`.'],
  ['2 day(s)', 'Write `2 days`.'],
  ['a couple of days', 'Write `2 days`.'],
  ['a few hours', 'Write `3h`.'],
  ['1 quarter', 'Write `90 days`.'],
  ['1 year', 'Write `365 days`.'],
  ['overnight', 'Write `1 day`.'],
  ['monthly', 'Write `30 days`.'],
  ['next business day', 'Write `1 business day`.'],
  ['1 business day 3 hours', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['500ms', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['2 xx', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['1', 'Write the unit too: `1h` or `1 day`.'],
  ['end of month', 'A `wait` for a time is `{until: 2026-12-31}`.'],
  ['beginning of next month', 'A `wait` for a time is `{until: 2026-12-31}`.'],
  ['end of the week', 'A `wait` for a time is `{until: "17:00", days: fri}`.'],
  ['EOD', 'A `wait` for a time is `{until: "17:00"}`.'],
  ['until reply', 'A step that waits for a signal is `- wait-for: reply`.'],
  ['immediately', 'Nothing is waited for by itself: write `1m`, or take it out.'],
  ['1 month', 'Write `30 days`.'],
  ['2 Tage', 'Write `2 days`.'],
  ['2 Wochen', 'Write `2 weeks`.'],
  ['3 Stunden', 'Write `3h`.'],
  ['2 working days', 'Write `2 business days`.'],
  ['-1h', 'Time goes forward only: write it without `-`.'],
  ['2026-12-24', 'A `wait` for a date is `{until: 2026-12-24}`.'],
  ['until 9:00', 'A `wait` for a time is `{until: "09:00"}`.'],
  ['until later', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
  ['', 'Write `30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`.'],
])('refuses %j and says what to write', (text, hint) => {
  expect(parseDuration(text)).toEqual({ ok: false, message: `\`${text}\` is not a duration`, hint })
})

test('a long text is shortened in the message', () => {
  expect(parseDuration('x'.repeat(100))).toMatchObject({ message: `\`${'x'.repeat(39)}…\` is not a duration` })
})

test('milliseconds in words', () => {
  expect(describeDuration(0)).toBe('0 seconds')
  expect(describeDuration(20)).toBe('less than a second')
  expect(describeDuration(86_400_000)).toBe('24 hours')
  expect(describeDuration(30 * 86_400_000)).toBe('30 days')
  expect(describeDuration(49 * 3_600_000)).toBe('49 hours')
  expect(describeDuration(3_661_000)).toBe('1 hour 1 minute 1 second')
})

test('a day counts as 24 hours where only a length is asked for', () => {
  expect(nominalMs({ kind: 'business days', days: 2 })).toBe(172_800_000)
  expect(nominalMs({ kind: 'elapsed', ms: 5 })).toBe(5)
})

test('what is described in words of the language reads back the same', () => {
  const unit = fc.constantFrom('day', 'days', 'business day', 'business days')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), unit, (count, word) => {
      const read = parseDuration(`${count} ${word}`)
      expect(read.ok && parseDuration(describeDuration(read.time))).toEqual(read)
    }),
  )
})

test('any text is answered', () => {
  fc.assert(fc.property(fc.string(), text => typeof parseDuration(text).ok === 'boolean'))
})
