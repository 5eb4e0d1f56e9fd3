import { describe, expect, it } from 'vitest'
import { asTable, summarise } from '../../bench/measure.ts'

describe('a measurement', () => {
  it('is the median of its figures with their range, in whatever order they came', () => {
    expect(summarise({ name: 'mail', unit: 'leads/s' }, [30, 10, 20])).toEqual({
      name: 'mail',
      unit: 'leads/s',
      median: 20,
      low: 10,
      high: 30,
    })
  })

  it('stands in a table with three digits at least, and with a range only when there was one', () => {
    const table = asTable([
      summarise({ name: 'mail', unit: 'leads/s' }, [1_234.4, 900, 2_000]),
      summarise({ name: 'ratio', unit: '×' }, [2.3456]),
    ])
    expect(table).toBe(
      [
        '| what  | median        | range       |',
        '|-------|---------------|-------------|',
        '| mail  | 1,234 leads/s | 900 – 2,000 |',
        '| ratio | 2.35 ×        |             |',
      ].join('\n'),
    )
  })

  it('shows its goal beside it', () => {
    expect(asTable([summarise({ name: 'ratio', unit: '×', goal: '≥ 2 ×' }, [3])])).toContain(
      '| 3.00 × |       | ≥ 2 × |',
    )
  })
})
