import type { ProblemKind } from './problem-kind.ts'

/** What can be wrong with what a file says: inquiries, conditions, and all that it names or that it has in common with others. */
export const MEANING_PROBLEMS = {
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
  'value-not-worked-out': {
    code: 'TEND-W071',
    severity: 'warning',
    title: 'Value that is not worked out',
    explanation:
      '`set` writes a value as it stands. The text looks like an expression: over fields (`lead.score + 1`), behind `=`, or in `{{…}}`. Ordinary text such as `A + B`, `plan-b` or `24/7` is not warned of.',
  },
  'text-not-filled-in': {
    code: 'TEND-W072',
    severity: 'warning',
    title: 'Text that is not filled in',
    explanation:
      '`title`, `task`, `because`, `finish` and `note` are taken as they stand: a `{{lead.company}}` in them, or `{lead.company}`, is read by people just so. Merge fields are for templates. Who the lead is stands beside the text wherever people read it.',
  },
} as const satisfies Record<string, ProblemKind>
