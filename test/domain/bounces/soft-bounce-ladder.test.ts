import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextSoftSuppression, type PastSilence } from '../../../src/domain/bounces/soft-bounce-ladder.ts'
import { DAY_MS } from '../../../src/domain/time/units.ts'

const NOW = Date.UTC(2026, 10, 22)
const ago = (days: number) => NOW - days * DAY_MS

const dayAgo = fc.integer({ min: 0, max: 1_000 }).map(ago)
const silence = fc
  .tuple(dayAgo, fc.constantFrom(7, 14, 30, 180))
  .map(([createdAt, days]): PastSilence => ({ createdAt, until: createdAt + days * DAY_MS }))
const over = fc.array(
  silence.filter(({ until }) => (until ?? Infinity) <= NOW),
  { maxLength: 6 },
)
const bounces = fc.array(dayAgo, { maxLength: 12 })

describe('three soft bounces within 30 days', () => {
  it('begin a silence of a week; fewer, or further apart, do not', () => {
    expect(nextSoftSuppression([], [ago(29), ago(10), ago(0)], NOW)).toEqual({ days: 7 })
    expect(nextSoftSuppression([], [ago(10), ago(0)], NOW)).toBeNull()
    expect(nextSoftSuppression([], [ago(30), ago(10), ago(0)], NOW)).toBeNull()
  })

  it('lengthen it from round to round, up to half a year and no further', () => {
    const past: PastSilence[] = []
    const days: number[] = []
    let now = NOW
    for (let round = 0; round < 6; round += 1) {
      const next = nextSoftSuppression(past, [now - 2, now - 1, now], now)
      days.push(next?.days ?? 0)
      past.push({ createdAt: now, until: now + (next?.days ?? 0) * DAY_MS })
      now += ((next?.days ?? 0) + 20) * DAY_MS
    }
    expect(days).toEqual([7, 14, 30, 180, 180, 180])
  })

  it('start over when the last silence ended more than a year ago', () => {
    const old = { createdAt: ago(400), until: ago(366) }
    expect(nextSoftSuppression([old], [ago(2), ago(1), ago(0)], NOW)).toEqual({ days: 7 })
    expect(nextSoftSuppression([{ ...old, until: ago(365) }], [ago(2), ago(1), ago(0)], NOW)).toEqual({ days: 14 })
  })
})

describe('whatever happened before', () => {
  it('nothing is added to a silence that holds, or that never ends', () => {
    fc.assert(
      fc.property(over, bounces, fc.option(fc.integer({ min: 1, max: 400 })), (past, soft, left) => {
        const holding = { createdAt: ago(3), until: left === null ? null : NOW + left * DAY_MS }
        expect(nextSoftSuppression([...past, holding], soft, NOW)).toBeNull()
      }),
    )
  })

  it('it takes three bounces after the last silence and within 30 days, neither more nor fewer', () => {
    fc.assert(
      fc.property(over, bounces, (past, soft) => {
        const last = Math.max(Number.NEGATIVE_INFINITY, ...past.map(({ createdAt }) => createdAt))
        const counted = soft.filter(at => at > last && at > ago(30))
        expect(nextSoftSuppression(past, soft, NOW) !== null).toBe(counted.length >= 3)
      }),
    )
  })

  it('the answer depends on no order, and on nothing that is still to come', () => {
    fc.assert(
      fc.property(over, bounces, (past, soft) => {
        const answer = nextSoftSuppression(past, soft, NOW)
        expect(nextSoftSuppression(past.toReversed(), [...soft.toReversed(), NOW + 1, NOW + 2, NOW + 3], NOW)).toEqual(
          answer,
        )
      }),
    )
  })

  it('one more silence in the past never makes the next one shorter', () => {
    fc.assert(
      fc.property(over, silence, (past, more) => {
        const soft = [NOW, NOW, NOW]
        fc.pre((more.until ?? Infinity) <= NOW && [...past, more].every(({ createdAt }) => createdAt < NOW))
        const days = nextSoftSuppression(past, soft, NOW)?.days ?? 0
        expect(nextSoftSuppression([...past, more], soft, NOW)?.days).toBeGreaterThanOrEqual(days)
      }),
    )
  })
})
