import { describe, expect, it } from 'vitest'
import { withSection } from '../../bench/performance-document.ts'

const PAGE = 'Before\n\n<!-- mail -->\n\nold figures\n\n<!-- end of mail -->\n\nAfter\n'

describe('the page of figures', () => {
  it('gets the new figures in place of the old ones, and keeps every other word', () => {
    expect(withSection(PAGE, 'mail', 'new $& figures')).toBe(
      'Before\n\n<!-- mail -->\n\nnew $& figures\n\n<!-- end of mail -->\n\nAfter\n',
    )
  })

  it('is left alone when it has no place for them', () => {
    expect(() => withSection(PAGE, 'intake', 'figures')).toThrow('expected <!-- intake -->')
  })
})
