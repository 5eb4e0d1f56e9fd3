import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../../src/domain/mail/retry.ts'

const minutes = (attempts: number, random01: number) => retryDelayMs(attempts, random01) / 60_000

describe('retry delay', () => {
  it('follows 1, 5, 15, 30 and 60 minutes, then two and a half hours', () => {
    const schedule = [1, 2, 3, 4, 5, 6, 7, 40].map(attempts => minutes(attempts, 0.5))
    expect(schedule).toEqual([1, 5, 15, 30, 60, 150, 150, 150])
  })

  it('keeps the later tries between two and three hours', () => {
    expect(minutes(6, 0)).toBe(120)
    expect(minutes(6, 1)).toBeCloseTo(180)
  })

  it('strays by 20 percent at most and gives whole milliseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random01) => {
          const delayMs = retryDelayMs(attempts, random01)
          const middleMs = retryDelayMs(attempts, 0.5)
          expect(Number.isInteger(delayMs)).toBe(true)
          expect(Math.abs(delayMs - middleMs)).toBeLessThanOrEqual(middleMs * 0.2 + 1)
        },
      ),
    )
  })

  it('takes anything below one try as the first', () => {
    expect(minutes(0, 0.5)).toBe(1)
    expect(minutes(-3, 0.5)).toBe(1)
  })
})
