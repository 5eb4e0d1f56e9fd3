import type { ProblemKind } from './problem-kind.ts'

/** What can be wrong with the form of a file: its text, keys, steps and times. */
export const FORM_PROBLEMS = {
  'too-large': {
    code: 'TEND-W001',
    severity: 'error',
    title: 'File too large',
    explanation: 'A workflow file holds at most 64 KiB and 2,000 lines; split it into several workflows.',
  },
  'too-deep': {
    code: 'TEND-W002',
    severity: 'error',
    title: 'Nested too deeply',
    explanation: 'Lists and maps may stand at most 32 deep and branches at most 10; split the workflow.',
  },
  'not-yaml': {
    code: 'TEND-W003',
    severity: 'error',
    title: 'Not YAML',
    explanation: 'The text cannot be read as YAML 1.2; what YAML parsers only warn about is an error here too.',
  },
  'needs-quotes': {
    code: 'TEND-W004',
    severity: 'error',
    title: 'Text must be quoted',
    explanation:
      'Text that starts with `!`, `"` or `[`, or holds `: ` or ` #`, means something else to YAML unless the whole text is in quotes.',
  },
  'yaml-extra': {
    code: 'TEND-W005',
    severity: 'error',
    title: 'YAML feature not allowed',
    explanation:
      'Anchors, aliases, tags, merge keys and keys that are not text are refused: a workflow says what it does in the place where it does it.',
  },
  'duplicate-key': {
    code: 'TEND-W006',
    severity: 'error',
    title: 'Key used twice',
    explanation: 'A map names each key once; the second value would silently win.',
  },
  'not-a-workflow': {
    code: 'TEND-W007',
    severity: 'error',
    title: 'Not a workflow',
    explanation: 'A workflow file is one map with the keys `title`, `for` and `steps`.',
  },
  'bad-file-name': {
    code: 'TEND-W008',
    severity: 'error',
    title: 'File name not usable as an id',
    explanation:
      'The file name without its ending is the id of the workflow: small letters, digits and single hyphens.',
  },
  'unknown-key': {
    code: 'TEND-W010',
    severity: 'error',
    title: 'Unknown key',
    explanation: 'The key is not part of the language at this place; nothing in a file is silently ignored.',
  },
  'missing-key': {
    code: 'TEND-W011',
    severity: 'error',
    title: 'Key missing',
    explanation: 'A key that has no default is not there.',
  },
  'wrong-value': {
    code: 'TEND-W012',
    severity: 'error',
    title: 'Wrong value',
    explanation: 'The value is of another type, or of another form, than the key takes.',
  },
  'unknown-step': {
    code: 'TEND-W020',
    severity: 'error',
    title: 'Unknown step',
    explanation: 'Each step starts with one verb of the language.',
  },
  'not-one-verb': {
    code: 'TEND-W021',
    severity: 'error',
    title: 'Step without one verb',
    explanation: 'A step is a map with exactly one verb; two verbs mostly mean that a `- ` is missing.',
  },
  'no-steps': {
    code: 'TEND-W022',
    severity: 'error',
    title: 'No steps',
    explanation: 'A workflow without steps would end at once and keep others from starting.',
  },
  'too-many-steps': {
    code: 'TEND-W023',
    severity: 'error',
    title: 'Too many steps',
    explanation: 'A workflow has at most 500 steps.',
  },
  'unreachable-step': {
    code: 'TEND-W024',
    severity: 'error',
    title: 'Step never reached',
    explanation: 'Everything before it ends the workflow.',
  },
  'duplicate-id': {
    code: 'TEND-W025',
    severity: 'error',
    title: 'Step id used twice',
    explanation: 'Ids are unique in a file: the history of every lead names them.',
  },
  'bad-otherwise': {
    code: 'TEND-W026',
    severity: 'error',
    title: '`otherwise` in the wrong place',
    explanation:
      'A `choose` has one or more `if` arms and at most one `otherwise`, which stands last; a `wait-for` has one only with `up-to`.',
  },
  'split-weights': {
    code: 'TEND-W027',
    severity: 'error',
    title: 'Weights that do not add up',
    explanation: 'The weights of a `split` are whole percents of the leads and add up to 100.',
  },
  'split-without-id': {
    code: 'TEND-W028',
    severity: 'error',
    title: 'Split without an id',
    explanation: 'Which way a lead went is kept under the `id`, so it must not change when steps move.',
  },
  'deaf-wait': {
    code: 'TEND-W029',
    severity: 'warning',
    title: 'Waits for what it cannot hear',
    explanation: '`unsubscribe`, `complaint` and `bounce` end every workflow, before a `wait-for` could take them.',
  },
  'bad-duration': {
    code: 'TEND-W030',
    severity: 'error',
    title: 'Not a duration',
    explanation: 'Durations are `30s`, `15m`, `24h`, `3 days`, `2 weeks` and, where days count, `3 business days`.',
  },
  'zero-duration': {
    code: 'TEND-W031',
    severity: 'error',
    title: 'Duration of zero',
    explanation: 'A wait of nothing does nothing; take it out or give it a length.',
  },
  'long-duration': {
    code: 'TEND-W032',
    severity: 'error',
    title: 'Duration too long',
    explanation: 'A wait is at most 365 days, an `again` at most ten years.',
  },
  'unknown-zone': {
    code: 'TEND-W033',
    severity: 'error',
    title: 'Unknown time zone',
    explanation: 'A zone is `lead` or an IANA name such as `Europe/Prague`.',
  },
  'never-open': {
    code: 'TEND-W034',
    severity: 'error',
    title: 'Hours that never open',
    explanation: 'No mail could ever leave: the hours have no day, or lie wholly inside the quiet hours.',
  },
  'endless-wait': {
    code: 'TEND-W035',
    severity: 'warning',
    title: 'Waits for ever',
    explanation:
      'A `wait-for` without `up-to` holds the lead, and the place of every workflow behind it, until the signal comes.',
  },
  'bad-moment': {
    code: 'TEND-W036',
    severity: 'error',
    title: 'Not a moment',
    explanation:
      '`until` is a time such as `"09:00"`, a date such as `2026-12-01`, or an expression that gives a time or a date.',
  },
  'skipped-hour': {
    code: 'TEND-W037',
    severity: 'warning',
    title: 'Time that is skipped once a year',
    explanation:
      'When clocks go forward an hour is missing, mostly 02:00 to 03:00 or 01:00 to 02:00; a wait until then ends an hour later by the clock.',
  },
} as const satisfies Record<string, ProblemKind>
