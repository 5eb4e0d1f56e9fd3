import { describe, expect, it } from 'vitest'
import { plainLine, table } from '../../src/cli/table.ts'

describe('a table on the terminal', () => {
  it('lines its columns up, wide characters too', () => {
    const drawn = table(
      ['name', 'city'],
      [
        ['Jana', 'Praha'],
        ['山田', 'Tokyo'],
        ['é', 'Brno'],
      ],
    )
    expect(drawn).toBe('name  city\nJana  Praha\n山田  Tokyo\né     Brno')
  })

  it('lets no text of a stranger move the cursor or turn the line round', () => {
    expect(plainLine('a\u001b[2J\u202eb\r\nc\u0007')).toBe('a[2Jb c')
  })
})
