import type { Problem } from './problem.ts'

interface ProblemKind {
  code: `TEND-W${number}`
  severity: Problem['severity']
  /** What is wrong, in a few words. */
  title: string
  /** Why it matters and what to do, in one line. */
  explanation: string
}

/** Every problem that a workflow file can have. A code, once published, keeps its meaning and is never used again. */
export const PROBLEM_KINDS = {
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
  'unknown-action': {
    code: 'TEND-W040',
    severity: 'error',
    title: 'Unknown action code',
    explanation:
      'Microsoft documents `INS`, `PLT`, `DNC`, `Create` and `StartTestDrive`; `unknown` stands for absent or other codes.',
  },
  'unknown-source': {
    code: 'TEND-W041',
    severity: 'warning',
    title: 'Unusual source',
    explanation:
      'Microsoft documents `AzureMarketplace`, `AzurePortal`, `AppSource` and `TestDrive`; other sources match only as they come.',
  },
  'offer-without-match': {
    code: 'TEND-W042',
    severity: 'warning',
    title: 'Offer pattern matches nothing',
    explanation: 'No offer in `tend.yaml` fits the pattern, so the workflow will not start for a known offer.',
  },
  'unusual-signal': {
    code: 'TEND-W043',
    severity: 'warning',
    title: 'Signal looks mistyped',
    explanation:
      'The word is close to a signal of Tend but is another; a signal of your own may have any name that is not.',
  },
  'do-not-contact-action': {
    code: 'TEND-W044',
    severity: 'warning',
    title: 'Mail for do-not-contact',
    explanation: 'A `DNC` inquiry ends all contact: a workflow for it never sends.',
  },
  'condition-syntax': {
    code: 'TEND-W050',
    severity: 'error',
    title: 'Condition cannot be read',
    explanation: 'A condition is a CEL expression such as `lead.score >= 60 && lead.company != ""`.',
  },
  'unknown-field': {
    code: 'TEND-W051',
    severity: 'error',
    title: 'Unknown field',
    explanation:
      'Conditions read declared fields, and attributes that some `set` step writes, so that a typo is found before the first lead.',
  },
  'condition-type': {
    code: 'TEND-W052',
    severity: 'error',
    title: 'Condition of the wrong type',
    explanation: 'A condition must come out as true or false, and both sides of a comparison must be of one type.',
  },
  'unknown-function': {
    code: 'TEND-W053',
    severity: 'error',
    title: 'Function not allowed',
    explanation: 'Only functions whose running time is bounded are allowed; regular expressions are not.',
  },
  'condition-too-complex': {
    code: 'TEND-W054',
    severity: 'error',
    title: 'Condition too complex',
    explanation: 'A condition has at most 500 characters, 24 levels and two loops inside each other.',
  },
  'field-not-here': {
    code: 'TEND-W055',
    severity: 'error',
    title: 'Field not available here',
    explanation: '`enrollment` exists in steps only, `attribute` in workflows, `signal` in scoring rules.',
  },
  'always-true': {
    code: 'TEND-W056',
    severity: 'warning',
    title: 'Always true',
    explanation: 'Every field has a value: missing text is `""` and a missing number 0, so `has` says nothing.',
  },
  'score-without-rules': {
    code: 'TEND-W057',
    severity: 'warning',
    title: 'Score that nobody gives',
    explanation:
      'A condition reads `lead.score`, but there are neither scoring rules nor `score` steps: it is always 0.',
  },
  'never-equal': {
    code: 'TEND-W058',
    severity: 'warning',
    title: 'Value that the field never has',
    explanation: 'The field knows other values, or spells this one differently, so the comparison is always false.',
  },
  'attribute-types': {
    code: 'TEND-W059',
    severity: 'error',
    title: 'Attribute of two types',
    explanation:
      'All `set` steps of all workflows give an attribute values of one type: text, a whole number, or true and false.',
  },
  'unknown-team': {
    code: 'TEND-W060',
    severity: 'error',
    title: 'Unknown team',
    explanation: 'Teams are named in `tend.yaml` under `teams`.',
  },
  'unknown-template': {
    code: 'TEND-W061',
    severity: 'error',
    title: 'Unknown template',
    explanation: 'A `send` names a file in the templates folder, without `.hbs` and without a language.',
  },
  'notice-template': {
    code: 'TEND-W062',
    severity: 'error',
    title: 'Notice sent to a lead',
    explanation: 'A template of the kind `notice` is for your own people and has no unsubscribe link.',
  },
  'unused-template': {
    code: 'TEND-W063',
    severity: 'warning',
    title: 'Template not used',
    explanation: 'No workflow sends it; delete it or send it.',
  },
  'late-first-touch': {
    code: 'TEND-W064',
    severity: 'warning',
    title: 'First touch later than promised',
    explanation:
      'On the slowest way the first mail or call comes later than the `first-touch` time after the inquiry, or never.',
  },
  'ambiguous-routing': {
    code: 'TEND-W065',
    severity: 'error',
    title: 'Two workflows for one inquiry',
    explanation:
      'The same inquiry could start either: rank and number of `for` keys are equal. Give one a higher `rank`.',
  },
  'duplicate-workflow': {
    code: 'TEND-W066',
    severity: 'error',
    title: 'Workflow id used twice',
    explanation: 'Two files have the same name, or `formerly` claims an id that another workflow has or claims.',
  },
  'unknown-workflow': {
    code: 'TEND-W067',
    severity: 'error',
    title: 'Unknown workflow',
    explanation: 'A `start` names the id of a workflow: its file name without `.yaml`.',
  },
  'start-ring': {
    code: 'TEND-W068',
    severity: 'error',
    title: 'Workflows that start each other without a wait',
    explanation:
      'A ring of `start` steps needs waits of a day or more in all on every way round, or a lead could run through it without end.',
  },
  'repeated-template': {
    code: 'TEND-W069',
    severity: 'warning',
    title: 'Same mail twice',
    explanation:
      'A lead gets no template twice unless the workflow says `again: always`: the second is always skipped.',
  },
  'starved-mail': {
    code: 'TEND-W070',
    severity: 'warning',
    title: 'Mail that expires before it may leave',
    explanation: 'The `gap` of `limits` in `tend.yaml` holds it longer than its `expires`, on every way to it.',
  },
} as const satisfies Record<string, ProblemKind>

export type ProblemName = keyof typeof PROBLEM_KINDS
