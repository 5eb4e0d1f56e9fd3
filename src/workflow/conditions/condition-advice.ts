import { hintFor } from '../language/nearest.ts'
import type { ConditionPlace } from './fields.ts'

const NO_CLOCK =
  'A condition does not know what time it is: count days with `enrollment.days >= 7`, or put a `wait` before the step.'
const CLOCK_WORD =
  /^(get_?)?(hours?|minutes?|week_?day|day_?(of_?)?(the_?)?(week|month|year)?|day_?name|month|year)(_?of_?(day|week))?$/i
const CLOCK_HINT =
  'A condition does not know what time it is: put `- wait: {until: "09:00", days: mon-fri}` before the step.'
export const BETWEEN = 'Write two comparisons with `&&` between them: `lead.score >= 60 && lead.score < 80`.'

/** What other tools can ask, and how it is asked here. */
const FUNCTIONS: [RegExp, string][] = [
  [/^(equals?|eq|is)$/i, 'Write `==` to compare: `lead.company == "Contoso"`.'],
  [/^(not_?equals?|ne|neq)$/i, 'Write `!=` to compare: `lead.company != "Contoso"`.'],
  [
    /^(includes?|contain|has_?tag|indexof|any|some|find)$/i,
    'Of a list ask `"vip" in lead.tags`, of a text `lead.company.contains("Contoso")`.',
  ],
  [/^(now|today|date|current_?(date|time)|days_?since)$/i, NO_CLOCK],
  [CLOCK_WORD, CLOCK_HINT],
  [/^rand(om|int)?$/i, 'For a share of the leads write `- split:` with arms `- weight: 50` and `do:`.'],
  [/^between$/i, BETWEEN],
  [/^(always|success)$/i, 'A step without `if` always runs: take the `if` out.'],
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
  [/^(today|now|tomorrow|yesterday)$/i, NO_CLOCK],
  [/^(hour|minute|week_?day|day_?of_?week|month|year)$/i, CLOCK_HINT],
  [
    /^(undefined|null|nil|none|empty|blank|missing)$/i,
    'What is missing is an empty text or 0: `lead.company != ""`, `lead.score > 0`.',
  ],
  [/^(is_?)?qualified$/i, 'Write `lead.status == "qualified"`.'],
  [
    /^(is_?)?(unsubscribed|bounced|complained|do_?not_?contact|dnc|opted_?out|opt_?out)$/i,
    'Take it out: a lead that must not be written to leaves every workflow by itself.',
  ],
  [
    /^(owner|assignee|assigned_?(to)?|rep|sales_?(rep|person)|agent|account_?manager|team)$/i,
    'Take it out: whose lead it is no condition asks. A step hands it to a team: `- escalate: sales`.',
  ],
  [
    /^(city|town|region|province|zip|zip_?code|postal_?code|address|street|location|continent)$/i,
    'Of where a lead is only the country is known: `lead.country == "CZ"`.',
  ],
  [/^(custom_?)?(attributes?|fields?|propert(y|ies))$/i, 'What a `set` step wrote stands alone: `attribute.plan`.'],
  [/^(always|yes)$/i, 'A step without `if` always runs: take the `if` out.'],
  [/^(never|no)$/i, 'Write `if: "false"`.'],
]

/** For a name that no group, or not this one, has; null when it may be anything. */
export function meantField(group: string | null, name: string, place: ConditionPlace = 'step'): string | null {
  if (group === 'attribute' || group === 'offer' || group === 'enrollment') return null
  const advice = FIELDS.find(([form]) => form.test(name))?.[1] ?? null
  return place === 'scoring' && advice?.includes('wait-for')
    ? 'A rule for what a customer does asks `signal.kind == "reply"`.'
    : advice
}
