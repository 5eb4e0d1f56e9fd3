import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { zone } from '../language/hours.ts'
import { hintFor } from '../language/nearest.ts'
import { SYNTAX_HINTS } from '../language/syntax-hints.ts'
import type { Problem } from '../problem.ts'
import { CALENDAR_PROBLEMS, type CalendarProblemName } from './calendar-test-problems.ts'
import { PERSONAS } from './simulate.ts'

const TIME = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '`"HH:MM"` in quotes')

/** The few settings that a test may state for itself, so that it does not change with `tend.yaml`. */
const settingsForm = z.strictObject(
  {
    zone: zone.optional(),
    'quiet-hours': z
      .union([z.literal('none'), z.strictObject({ from: TIME, to: TIME, zone: zone.default('lead') })], {
        error: '`none`, or `{from: "20:00", to: "08:00"}`',
      })
      .optional(),
    holidays: z.array(z.iso.date({ error: 'a date such as `2026-12-25`' })).optional(),
  },
  { error: 'a map with `zone`, `quiet-hours` or `holidays`' },
)

const testForm = z.strictObject({
  workflow: z.string({ error: 'the id of a workflow' }),
  lead: z.record(z.string(), z.unknown(), { error: 'the body of `POST /api/v1/leads`' }),
  persona: z.enum(PERSONAS, { error: `one of ${PERSONAS.join(', ')}` }).default('silent'),
  start: z.string({ error: 'a time such as `2026-11-24T10:00`' }),
  settings: settingsForm.default({}),
  expect: z.array(z.string({ error: 'a line of text' }), { error: 'a list of lines' }),
  end: z.string({ error: 'a line of text' }),
})

export type CalendarTest = z.output<typeof testForm>

const KEYS = Object.keys(testForm.shape)

/** Reports a problem at a place of the test file: a path of keys, the nearest one that is there. */
export type ReportAt = (
  name: CalendarProblemName,
  path: PropertyKey[],
  words: { message: string; hint: string },
) => void

export interface CalendarTestReading {
  /** Null when it cannot be read; then there are problems. */
  test: CalendarTest | null
  problems: Problem[]
  report: ReportAt
}

/** Reads one calendar test. What is wrong with it is among the problems, which `report` adds to. */
export function readCalendarTest({ file, text }: { file: string; text: string }): CalendarTestReading {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const problems: Problem[] = []
  const report: ReportAt = (name, path, { message, hint }) => {
    const { line, col } = lines.linePos(offsetOf(document, path))
    const { code, severity } = CALENDAR_PROBLEMS[name]
    problems.push({
      code,
      severity,
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      message,
      hint,
    })
  }
  const { code, severity } = CALENDAR_PROBLEMS['not-yaml']
  for (const { code: error, message, pos } of [...document.errors, ...document.warnings]) {
    const { line, col } = lines.linePos(pos[0])
    problems.push({ code, severity, file, line, column: col, message, hint: SYNTAX_HINTS[error] })
  }
  if (problems.length > 0) return { test: null, problems, report }
  const read = testForm.safeParse(document.toJS({ maxAliasCount: 0 }))
  if (!read.success) for (const issue of read.error.issues) reportIssue(report, issue)
  return { test: read.success ? read.data : null, problems, report }
}

function reportIssue(report: ReportAt, issue: z.core.$ZodIssue): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      report('bad-form', [...issue.path, key], { message: `\`${key}\` is not a key here`, hint: hintFor(key, KEYS) })
    }
    return
  }
  const key = issue.path.join('.')
  const where = key === '' ? 'a test must be a map with' : `\`${key}\` must be`
  const what = key === '' ? KEYS.map(name => `\`${name}\``).join(', ') : issue.message
  report('bad-form', issue.path, { message: `${where} ${what}`, hint: formHint(issue) })
}

const EXAMPLES: Record<string, string> = {
  workflow: 'installed',
  lead: '{email: ada@contoso.example, inquiry: {action: INS}}',
  persona: 'silent',
  start: '2026-11-24T10:00',
  settings: '{zone: Europe/Prague}',
  expect: '[]',
  end: 'finished: no answer',
}

function formHint({ path, message }: z.core.$ZodIssue): string {
  const [key = ''] = path.map(String)
  if (path.length > 1) return `Write ${message}.`
  return Object.hasOwn(EXAMPLES, key) ? `Write \`${key}: ${EXAMPLES[key]}\`.` : 'Begin with `workflow: installed`.'
}

/** Where the key or list item at the end of the path stands, or the nearest thing above it. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const above = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const key = isMap(above)
      ? above.items.find(pair => isScalar(pair.key) && pair.key.value === path[length - 1])?.key
      : null
    const node = key ?? document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0
}
