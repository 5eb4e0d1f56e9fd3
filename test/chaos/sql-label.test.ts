import { expect, it } from 'vitest'
import { labelOfSql } from '../../chaos/failpoints/sql-label.ts'

it.each([
  ['BEGIN IMMEDIATE', 'BEGIN'],
  ['insert into "receipts" ("id") values (?)', 'INSERT receipts'],
  ['select "id" from "messages" where "id" = ?', 'SELECT messages'],
  ['PRAGMA user_version', 'PRAGMA'],
  ['update "messages" set "status" = ?, "gate_at" = ? where "id" = ?', 'UPDATE messages (gate)'],
  [
    'update "messages" set "status" = ?, "lease_generation" = "messages"."lease_generation" + 1',
    'UPDATE messages (claim)',
  ],
  ['update "leads" set "score" = ?, "revision" = ?, "zone" = ?', 'UPDATE leads (score, revision)'],
])('%s is known as %s', (sql, label) => {
  expect(labelOfSql(sql)).toBe(label)
})
