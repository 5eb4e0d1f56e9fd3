import type { Problem } from '../problem.ts'

interface CalendarProblemKind {
  code: `TEND-C${number}`
  severity: Problem['severity']
  title: string
  explanation: string
}

/** Every problem that a calendar test can have. A code, once published, keeps its meaning and is never used again. */
export const CALENDAR_PROBLEMS = {
  'not-yaml': {
    code: 'TEND-C001',
    severity: 'error',
    title: 'Not YAML',
    explanation: 'The test cannot be read as YAML 1.2.',
  },
  'bad-form': {
    code: 'TEND-C002',
    severity: 'error',
    title: 'Not a calendar test',
    explanation: 'A test holds `workflow`, `lead`, `start`, `expect` and `end`; `persona` and `settings` may be there.',
  },
  'unknown-workflow': {
    code: 'TEND-C003',
    severity: 'error',
    title: 'Unknown workflow',
    explanation: 'The test names a workflow that has no file.',
  },
  'bad-lead': {
    code: 'TEND-C004',
    severity: 'error',
    title: 'Lead not understood',
    explanation: '`lead` is the body of `POST /api/v1/leads`.',
  },
  'bad-start': {
    code: 'TEND-C005',
    severity: 'error',
    title: 'Start not understood',
    explanation: '`start` is a time in ISO 8601; without an offset it is the local time of the lead.',
  },
  'other-calendar': {
    code: 'TEND-C010',
    severity: 'error',
    title: 'Another calendar',
    explanation: 'The workflow does something else than the test expects: the first line that differs is named.',
  },
  'other-end': {
    code: 'TEND-C011',
    severity: 'error',
    title: 'Another end',
    explanation: 'The workflow ends otherwise, or at another time, than the test expects.',
  },
} as const satisfies Record<string, CalendarProblemKind>

export type CalendarProblemName = keyof typeof CALENDAR_PROBLEMS
