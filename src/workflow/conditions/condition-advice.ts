import { hintFor } from '../language/nearest.ts'

/** What other tools can ask, and how it is asked here. */
const FUNCTIONS: [RegExp, string][] = [
  [/^(equals?|eq|is)$/i, 'Write `==` to compare: `lead.company == "Contoso"`.'],
  [/^(not_?equals?|ne|neq)$/i, 'Write `!=` to compare: `lead.company != "Contoso"`.'],
  [
    /^(includes?|contain|has_?tag|indexof|any|some|find)$/i,
    'Of a list ask `"vip" in lead.tags`, of a text `lead.company.contains("Contoso")`.',
  ],
  [
    /^(now|today|date|current_?(date|time)|days_?since)$/i,
    'A condition does not know what time it is: count days with `enrollment.days >= 7`, or put a `wait` before the step.',
  ],
  [/^(is_?)?(empty|blank|null|none|missing)$/i, 'Compare with the empty text: `lead.company == ""`.'],
  [/^(exists|is_?set|defined|present|is_?not_?empty)$/i, 'Compare with the empty text: `lead.company != ""`.'],
  [/^(and|or|not)$/i, 'Write `&&` for and, `||` for or, `!` for not.'],
]

/** What to write instead of a function that conditions do not know. */
export function functionHint(name: string, known: readonly string[]): string {
  const advice = FUNCTIONS.find(([form]) => form.test(name))?.[1]
  if (advice !== undefined) return advice
  const hint = hintFor(name, [...new Set(known)])
  return hint.startsWith('Did') ? hint : `${hint} For example \`lead.company.contains("Contoso")\`.`
}

/** Fields that other tools have, and what holds the same here. */
const FIELDS: [RegExp, string][] = [
  [
    /^(date|time|when|timestamp|day|(created|received|submitted|arrived|came)(_?(at|on|date))?)$/i,
    'Did you mean `inquiry.at`?',
  ],
  [/^(full_?)?name$/i, 'Did you mean `lead.firstName`, or `lead.lastName`?'],
  [
    /^(has_?)?(repl(y|ied)|answer(ed)?|respond(ed)?|click(ed)?|bought|purchased?|responded)$/i,
    'What a customer does is waited for, not asked: `- wait-for: reply`.',
  ],
  [
    /^(opened|open|read)$/i,
    'Whether a mail was opened is not known. Wait for a reply or a click: `- wait-for: click`.',
  ],
  [/^(otherwise|default|else)$/i, 'For all other cases write the arm `- otherwise:`, with its steps right below.'],
  [
    /^(today|now|tomorrow|yesterday)$/i,
    'A condition does not know what time it is: count days with `enrollment.days >= 7`, or put a `wait` before the step.',
  ],
  [/^(always|yes)$/i, 'A step without `if` always runs: take the `if` out.'],
  [/^(never|no)$/i, 'Write `if: "false"`.'],
]

/** For a name that no group, or not this one, has; null when it may be anything. */
export function meantField(group: string | null, name: string): string | null {
  if (group === 'attribute' || group === 'offer') return null
  return FIELDS.find(([form]) => form.test(name))?.[1] ?? null
}
