import { present } from '../../domain/text/present.ts'
import type { StepKind } from '../program.ts'
import { STEP_KINDS, STEP_VERBS } from '../steps/index.ts'
import { flowYaml } from './flow-yaml.ts'
import { openingHours } from './hours.ts'
import { exampleOf } from './schema-places.ts'
import { FOR_KEYS } from './top-level.ts'

/** Where each key of the language belongs, for whoever wrote it somewhere else: by its name, what to do. */
export function keyHome(key: string): string | null {
  return HOMES.get(key) ?? null
}

const TOP = ['title', 'again', 'rank', 'stop-on', 'formerly', 'for', 'steps']
const TOP_HOMES = TOP.map((key): [string, string] => [
  key,
  `Move \`${key}\` to the left margin: it stands beside ${key === 'for' ? '`steps`' : key === 'steps' ? '`for`' : '`for` and `steps`'}.`,
])

const VERB_HOMES = STEP_VERBS.map((verb): [string, string] => [
  verb,
  `\`${verb}\` begins a step of its own, in the list under \`steps\`: \`${lineOf(verb)}\`.`,
])

const HOURS_LINE = `\`hours: ${flowYaml(exampleOf(openingHours))}\``

const OTHER_HOMES: Record<string, string> = {
  hours: `\`hours\` belongs to a \`send\` step, or to the left margin for all mails of the file: ${HOURS_LINE}.`,
  action: inFor('action'),
  source: inFor('source'),
  offer: inFor('offer'),
  days: `\`days\` belongs to \`hours\`: ${HOURS_LINE}; or to a wait: \`- wait: {until: "09:00", days: mon-fri}\`.`,
  from: `\`from\` belongs to \`hours\`: ${HOURS_LINE}.`,
  to: `\`to\` belongs to \`hours\`: ${HOURS_LINE}.`,
  zone: `\`zone\` belongs to \`hours\`: ${HOURS_LINE}.`,
  until: '`until` belongs to `wait`: `- wait: {until: "09:00"}`.',
  offset: '`offset` belongs to `wait`: `- wait: {until: 2026-12-01, offset: -2 days}`.',
  id: '`id` belongs to a step: `- wait: 3 days` and below it `id: long-wait`. The id of a workflow is its file name.',
  note: '`note` belongs to a step; elsewhere write a comment: `# …`.',
  if: '`if` belongs to a step, to an arm of `choose`, or to `for`: `for: {if: \'lead.country != "US"\'}`.',
  expires: below('send', 'expires'),
  thread: below('send', 'thread'),
  'up-to': below('wait-for', 'up-to'),
  // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
  then: '`then` belongs to `wait-for`; what follows a step is the next step.',
  otherwise: '`otherwise` belongs to `wait-for`, or is the last arm of `choose`: `- otherwise:`.',
  do: '`do` belongs to an arm of `choose` or `split`: `- if: lead.score >= 60` and below it `do:`.',
  weight: '`weight` belongs to an arm of `split`: `- weight: 50` and below it `do:`.',
  name: '`name` belongs to an arm of `split`; a step has an `id`, a workflow a `title`.',
  because: '`because` belongs to `escalate`, `notify` and `score`; elsewhere write a `note`.',
  'accept-within': below('escalate', 'accept-within'),
  team: '`team` belongs to `task`; `escalate` and `notify` name it themselves: `- escalate: sales`.',
  'due-within': below('task', 'due-within'),
  remove: below('tag', 'remove'),
}

const HOMES = new Map([...TOP_HOMES, ...VERB_HOMES, ...Object.entries(OTHER_HOMES)])

function lineOf(verb: StepKind): string {
  return `- ${verb}: ${flowYaml(STEP_KINDS[verb].example[verb])}`
}

function inFor(key: keyof typeof FOR_KEYS): string {
  return `\`${key}\` belongs to \`for\`: \`for: ${flowYaml({ [key]: exampleOf(FOR_KEYS[key]) })}\`.`
}

function below(verb: StepKind, key: string): string {
  const line = `${key}: ${flowYaml(exampleOf(present(STEP_KINDS[verb].keys[key], `the key ${key} of ${verb}`)))}`
  return `\`${key}\` belongs to \`${verb}\`: \`${lineOf(verb)}\` and below it \`${line}\`.`
}
