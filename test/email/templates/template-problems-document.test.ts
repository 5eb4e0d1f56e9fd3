import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { templateProblemsDocument } from '../../../src/email/templates/template-problems-document.ts'

it('the page of template problems is as the code says (`npm run schemas` writes it)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/template-problems.md'), 'utf8')
  expect(page).toBe(templateProblemsDocument())
})
