import { expect, it } from 'vitest'
import { z } from 'zod'
import { betterValue } from '../../src/workflow/language/better-value.ts'

const PERSON = z.strictObject({ name: z.string(), email: z.string() })

it.each([
  [PERSON, 'sam@contoso.example', { name: 'Sam', email: 'sam@contoso.example' }],
  [PERSON, 'Sam B <sam@contoso.example>', { name: 'Sam B', email: 'sam@contoso.example' }],
  [z.strictObject({ title: z.string(), url: z.string().optional() }), 'Trial', { title: 'Trial' }],
  [z.strictObject({ from: z.string(), to: z.string() }), '9-5', { from: '09:00', to: '17:00' }],
  [z.string('a postal address'), { street: '1 Main Street', city: 'Prague' }, '1 Main Street, Prague'],
  [z.string('a name'), { first: 'Sam', last: 'B' }, 'Sam'],
])('of a value in another form it makes one that fits', (schema, written, better) => {
  const [issue] = schema.safeParse(written).error?.issues ?? []
  expect(betterValue(schema, written, issue as z.core.$ZodIssue)).toEqual(better)
})
