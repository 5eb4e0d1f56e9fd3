import { describe, expect, it } from 'vitest'
import { readMoment } from '../../src/cli/read-moment.ts'

function iso(text: string): string | null {
  const at = readMoment(text, 'Europe/Prague')
  return at === null ? null : new Date(at).toISOString()
}

describe('a moment on the command line', () => {
  it('with an offset is that moment', () => {
    expect(iso('2026-11-23T09:00:00+05:30')).toBe('2026-11-23T03:30:00.000Z')
    expect(iso('2026-11-23T09:00Z')).toBe('2026-11-23T09:00:00.000Z')
  })

  it('without one is wall time in the zone; a date alone is its midnight', () => {
    expect(iso('2026-11-23T09:00')).toBe('2026-11-23T08:00:00.000Z')
    expect(iso('2026-07-01 09:00')).toBe('2026-07-01T07:00:00.000Z')
    expect(iso('2026-11-23')).toBe('2026-11-22T23:00:00.000Z')
  })

  it('is refused when it is neither', () => {
    expect([iso('tomorrow'), iso('2026-13-01'), iso('')]).toEqual([null, null, null])
  })
})
