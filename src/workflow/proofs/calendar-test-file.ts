import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { zone } from '../language/hours.ts'
import { hintFor, nearest } from '../language/nearest.ts'
import { refusalOf } from '../language/refusals.ts'
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
    holidays: z.array(z.iso.date({ error: 'a date such as `2026-12-25`' }), { error: 'a list of dates' }).optional(),
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
const QUIET_KEYS = ['from', 'to', 'zone']
const SETTINGS_KEYS = Object.keys(settingsForm.shape)

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
  const written: unknown = document.toJS({ maxAliasCount: 0 })
  const read = testForm.safeParse(written)
  const issues = (read.error?.issues ?? []).map(innermost)
  for (const issue of issues) reportIssue(report, issue, { meant: meantKeys(issues), written })
  return { test: read.success ? read.data : null, problems, report }
}

/** Of a map with a wrong key, that key: the other forms of the value were not meant. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const [stray] = issue.code === 'invalid_union' ? issue.errors.flat().filter(isStray) : []
  return stray === undefined ? issue : { ...stray, path: [...issue.path, ...stray.path] }
}

function isStray({ code }: z.core.$ZodIssue): boolean {
  return code === 'unrecognized_keys'
}

interface Read {
  /** Keys that were written under another name. */
  meant: readonly string[]
  written: unknown
}

function reportIssue(report: ReportAt, issue: z.core.$ZodIssue, { meant, written }: Read): void {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? KEYS : issue.path.length === 1 ? SETTINGS_KEYS : QUIET_KEYS
    for (const key of issue.keys) {
      report('bad-form', [...issue.path, key], { message: `\`${key}\` is not a key here`, hint: hintFor(key, known) })
    }
    return
  }
  const key = issue.path.join('.')
  // A key under another name is told as such.
  if (meant.includes(key)) return
  const where = key === '' ? 'a test must be a map with' : `\`${key}\` must be`
  const what = key === '' ? KEYS.map(name => `\`${name}\``).join(', ') : issue.message
  const refusal = refusalOf(issue)
  const hint = key === 'persona' ? personaHint(written) : formHint(issue.path)
  report('bad-form', issue.path, refusal ?? { message: `${where} ${what}`, hint })
}

/** The keys that were written under another name. */
function meantKeys(issues: z.core.$ZodIssue[]): string[] {
  const stray = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
  return stray.flatMap(key => /^Did you mean `(.+)`/.exec(hintFor(key, KEYS))?.[1] ?? [])
}

function personaHint(written: unknown): string {
  const [value] = [(written as { persona?: unknown }).persona].flat()
  const near = nearest(String(value), PERSONAS)
  return near === null ? formHint(['persona']) : `Write \`persona: ${near}\`.`
}

const EXAMPLES: Record<string, string> = {
  workflow: 'workflow: installed',
  lead: 'lead: {email: ada@contoso.example, action: INS, offer: contoso.analytics}',
  persona: `persona: silent\`, or another of \`${PERSONAS.join(', ')}`,
  start: 'start: 2026-11-24T10:00',
  settings: 'settings: {zone: Europe/Prague}',
  'settings.quiet-hours': 'quiet-hours: {from: "20:00", to: "08:00"}',
  'settings.holidays': 'holidays: [2026-12-25]',
  expect: 'expect: []',
  'expect.0': '- Tue 24 Nov 2026, 10:00 send installed/welcome',
  end: 'end: finished Tue 24 Nov 2026, 10:00, no answer',
}

function formHint(path: readonly PropertyKey[]): string {
  const [whole = '', ...parts] = path.map(String).map((_, index) => path.slice(0, path.length - index).join('.'))
  const example = [whole.replace(/^expect\.\d+$/, 'expect.0'), ...parts].map(one => EXAMPLES[one]).find(Boolean)
  return `${path.length === 0 ? 'Begin with' : 'Write'} \`${example ?? EXAMPLES.workflow}\`.`
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
