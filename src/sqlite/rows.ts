import { getTableColumns, sql } from './drizzle.ts'
import * as schema from './schema/index.ts'

// The columns that make up the domain's rows: technical ones are left out, so that a full-row write never touches them.
const { eventSeq, eventHash, search, ...leadRow } = getTableColumns(schema.leads)
const { armedGeneration: armedEnrollment, ...enrollmentRow } = getTableColumns(schema.enrollments)
const { owner, leaseGeneration, leaseUntil, leaseLosses, armedGeneration, resentBy, resends, ...messageRow } =
  getTableColumns(schema.messages)

export const leadColumns = leadRow
export const enrollmentColumns = enrollmentRow
export const messageColumns = messageRow
const receiptColumns = getTableColumns(schema.receipts)
/** A receipt as lists show it: bodies and answers are read one at a time. */
export const listedReceiptColumns = {
  ...receiptColumns,
  body: sql<null>`null`.as('body'),
  answer: sql<null>`null`.as('answer'),
}
