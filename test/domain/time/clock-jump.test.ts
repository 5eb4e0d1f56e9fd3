import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ClockWatch, isDueByJump, startWatch, watchClock } from '../../../src/domain/time/clock-jump.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const T0 = Date.UTC(2026, 10, 22)

/** A watch that looks at these readings, given in steps from the one before. */
function after(...steps: { wall: number; uptime: number }[]): ClockWatch {
  let reading = { wall: T0, uptime: 0 }
  let watch = startWatch(reading)
  for (const { wall, uptime } of steps) {
    reading = { wall: reading.wall + wall, uptime: reading.uptime + uptime }
    watch = watchClock(watch, reading)
  }
  return watch
}

const even = (ms: number) => ({ wall: ms, uptime: ms })

it('doubts nothing while both clocks go evenly, however long nobody looked', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40 * DAY)), fc.integer({ min: -DAY, max: DAY }), (pauses, offset) => {
      const watch = after(...pauses.map(even))
      expect(isDueByJump(watch, T0 + offset)).toBe(false)
    }),
  )
})

it('doubts what became due by a step of an hour or more, and nothing that was due before or came after', () => {
  const watch = after(even(MINUTE), { wall: 40 * DAY + 2_000, uptime: 2_000 })
  const [from, to] = [T0 + MINUTE + 2_000, T0 + MINUTE + 2_000 + 40 * DAY]
  expect([from, to, T0].map(dueAt => isDueByJump(watch, dueAt))).toEqual([false, false, false])
  expect([from + 1, T0 + DAY, to - 1].map(dueAt => isDueByJump(watch, dueAt))).toEqual([true, true, true])
})

it('lets a step of less than an hour pass, forward or back', () => {
  for (const step of [HOUR - 1, -10 * MINUTE, -DAY]) {
    expect(after({ wall: step + MINUTE, uptime: MINUTE }).jump).toBeNull()
  }
})

it('believes a clock that has gone evenly for five minutes', () => {
  const jump = { wall: DAY, uptime: 0 }
  expect(after(jump, even(5 * MINUTE - 1)).jump).not.toBeNull()
  expect(after(jump, even(5 * MINUTE)).jump).toBeNull()
})

it('believes a clock at once that was set right again', () => {
  expect(after({ wall: DAY, uptime: 0 }, even(MINUTE), { wall: -DAY, uptime: 0 }).jump).toBeNull()
})

it('counts the five minutes anew from a second step, and doubts all from the first one on', () => {
  const watch = after({ wall: DAY, uptime: 0 }, even(4 * MINUTE), { wall: DAY, uptime: 0 }, even(4 * MINUTE))
  expect(watch.jump).toMatchObject({ from: T0, to: T0 + 2 * DAY + 4 * MINUTE })
})
