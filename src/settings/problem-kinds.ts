import type { Problem } from '../workflow/problem.ts'

interface SettingsProblemKind {
  code: `TEND-S${number}`
  severity: Problem['severity']
  /** What is wrong, in a few words. */
  title: string
  /** Why it matters and what to do, in one line. */
  explanation: string
}

/** Every problem that `tend.yaml` can have. A code, once published, keeps its meaning and is never used again. */
export const SETTINGS_PROBLEM_KINDS = {
  'too-large': {
    code: 'TEND-S001',
    severity: 'error',
    title: 'File too large',
    explanation: 'The settings hold at most 64 KiB and 2,000 lines.',
  },
  'too-deep': {
    code: 'TEND-S002',
    severity: 'error',
    title: 'Nested too deeply',
    explanation: 'Lists and maps may stand at most 32 deep.',
  },
  'not-yaml': {
    code: 'TEND-S003',
    severity: 'error',
    title: 'Not YAML',
    explanation: 'The text cannot be read as YAML 1.2; what YAML parsers only warn about is an error here too.',
  },
  'needs-quotes': {
    code: 'TEND-S004',
    severity: 'error',
    title: 'Text must be quoted',
    explanation: 'YAML takes this text apart unless the whole of it is in quotes; a variable inside brackets, too.',
  },
  'yaml-extra': {
    code: 'TEND-S005',
    severity: 'error',
    title: 'YAML beyond the plain',
    explanation: 'Anchors, aliases, tags, merge keys and keys that are not text are refused: write the value out.',
  },
  'duplicate-key': {
    code: 'TEND-S006',
    severity: 'error',
    title: 'Key stands twice',
    explanation: 'Only one of them could count, so none is guessed. Action codes and offers are the same in any case.',
  },
  'not-settings': {
    code: 'TEND-S007',
    severity: 'error',
    title: 'No settings',
    explanation: 'The file must be a map that begins with `publisher`.',
  },
  'unknown-key': {
    code: 'TEND-S008',
    severity: 'error',
    title: 'Unknown key',
    explanation: 'A key that nobody reads is most likely mistyped.',
  },
  'missing-key': {
    code: 'TEND-S009',
    severity: 'error',
    title: 'Missing key',
    explanation: 'The name, postal address, privacy page and sender of the publisher stand in every mail.',
  },
  'wrong-value': {
    code: 'TEND-S010',
    severity: 'error',
    title: 'Wrong value',
    explanation: 'The value is not of the form that its key takes; the message says which form.',
  },
  'bad-duration': {
    code: 'TEND-S011',
    severity: 'error',
    title: 'Not a usable duration',
    explanation: 'Durations read `30s`, `15m`, `24h`, `3 days` or `2 weeks`; a bare number has no unit.',
  },
  'unknown-zone': {
    code: 'TEND-S012',
    severity: 'error',
    title: 'Unknown time zone',
    explanation: 'Zones are IANA names such as `Europe/Prague`, or `lead` where the zone of the lead is meant.',
  },
  'never-open': {
    code: 'TEND-S013',
    severity: 'error',
    title: 'Hours that leave no room',
    explanation: 'Hours without a day never open; quiet hours of more than 14 hours would break the 24-hour promise.',
  },
  'condition-syntax': {
    code: 'TEND-S014',
    severity: 'error',
    title: 'Condition cannot be read',
    explanation: 'The `if` of a scoring rule is a CEL expression such as `inquiry.action == "PLT"`.',
  },
  'unknown-field': {
    code: 'TEND-S015',
    severity: 'error',
    title: 'Unknown field in a condition',
    explanation: 'A scoring rule may read fields of `lead`, `inquiry`, `offer` and `signal` only.',
  },
  'condition-type': {
    code: 'TEND-S016',
    severity: 'error',
    title: 'Condition does not fit together',
    explanation: 'Numbers compare with numbers, text with text, and the whole must be true or false.',
  },
  'unknown-function': {
    code: 'TEND-S017',
    severity: 'error',
    title: 'Unknown function in a condition',
    explanation: 'Only functions whose running time is bounded are allowed.',
  },
  'condition-too-complex': {
    code: 'TEND-S018',
    severity: 'error',
    title: 'Condition too complex',
    explanation: 'Split it over several rules.',
  },
  'field-not-here': {
    code: 'TEND-S019',
    severity: 'error',
    title: 'Field without a value here',
    explanation: 'Points are given outside enrollments, so a rule cannot read them.',
  },
  'always-true': {
    code: 'TEND-S020',
    severity: 'warning',
    title: 'Condition with one answer only',
    explanation: 'A condition that is always true or always false decides nothing.',
  },
  'unknown-action': {
    code: 'TEND-S021',
    severity: 'warning',
    title: 'Undocumented action code',
    explanation:
      'Microsoft documents `INS`, `PLT`, `DNC`, `Create` and `StartTestDrive`; another code may be mistyped.',
  },
  'missing-variable': {
    code: 'TEND-S022',
    severity: 'error',
    title: 'Variable not set',
    explanation: 'A variable in a text is replaced from the environment, where it must be set.',
  },
  'bad-variable': {
    code: 'TEND-S023',
    severity: 'error',
    title: 'Not a variable',
    explanation:
      'A variable is `$`, then a name of letters, digits and `_` in braces; a literal `${` is written `$${`.',
  },
  'not-used-yet': {
    code: 'TEND-S024',
    severity: 'warning',
    title: 'Key not used yet',
    explanation: 'The key is reserved for a later release and does nothing in this one.',
  },
  'no-teams': {
    code: 'TEND-S025',
    severity: 'warning',
    title: 'No teams',
    explanation: 'Leads that qualify go to nobody until `teams` names at least one team.',
  },
  'no-mail-at-all': {
    code: 'TEND-S026',
    severity: 'warning',
    title: 'Limit of zero',
    explanation: 'Zero means that no lead is ever written to; no limit is written `unlimited`.',
  },
  'same-reason': {
    code: 'TEND-S027',
    severity: 'error',
    title: 'Two rules with one reason',
    explanation: 'Points are given once for each reason, so each scoring rule needs a `because` of its own.',
  },
  'odd-offer': {
    code: 'TEND-S028',
    severity: 'warning',
    title: 'Offer without a publisher',
    explanation: 'Leads name their offer as `publisher.offer`; an id without the dot seldom matches.',
  },
  'text-not-filled-in': {
    code: 'TEND-S029',
    severity: 'warning',
    title: 'Text that is not filled in',
    explanation:
      'Texts are taken as they stand: a `{{company}}` in one would be read by customers just so. Merge fields are for templates.',
  },
} satisfies Record<string, SettingsProblemKind>

export type SettingsProblemName = keyof typeof SETTINGS_PROBLEM_KINDS
