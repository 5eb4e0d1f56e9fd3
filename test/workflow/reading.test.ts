import { expect, it } from 'vitest'
import { z } from 'zod'
import { readKeys } from '../../src/workflow/language/reading.ts'
import { reportOn } from '../../src/workflow/language/report-on.ts'
import { asMap, readSource } from '../../src/workflow/language/source.ts'

it('a check of a schema that only says what it expects is reported in its words', () => {
  const report = reportOn('a.yaml', 'colour: loud\n')
  const { root } = readSource(report)
  if (root === null) throw new Error('expected a map')
  const colour = z.string().refine(word => word === 'green', 'a colour')
  expect(readKeys(asMap(root), { colour }, { report })).toBeNull()
  expect(report.problems()).toMatchObject([
    { line: 1, column: 9, message: expect.stringContaining('`colour` must be a colour, but is') },
  ])
})
