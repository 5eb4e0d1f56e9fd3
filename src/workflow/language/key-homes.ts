/** Where each key of the language belongs, for whoever wrote it somewhere else: by its name, what to do. */
export function keyHome(key: string): string | null {
  return Object.hasOwn(HOMES, key) ? (HOMES[key] ?? null) : null
}

const TOP = ['title', 'again', 'rank', 'stop-on', 'formerly', 'for', 'steps']
const TOP_HOMES = TOP.map(key => [
  key,
  `Move \`${key}\` to the left margin: it stands beside ${key === 'for' ? '`steps`' : key === 'steps' ? '`for`' : '`for` and `steps`'}.`,
])

const VERBS: Record<string, string> = {
  send: '- send: test-drive/welcome',
  wait: '- wait: 3 days',
  'wait-for': '- wait-for: reply',
  choose: '- choose:',
  split: '- split:',
  escalate: '- escalate: sales',
  task: '- task: call the customer',
  notify: '- notify: sales',
  score: '- score: 10',
  set: '- set: {plan: pro}',
  tag: '- tag: hot',
  start: '- start: installed',
  finish: '- finish: no answer',
}
const VERB_HOMES = Object.entries(VERBS).map(([verb, line]) => [
  verb,
  `\`${verb}\` begins a step of its own, in the list under \`steps\`: \`${line}\`.`,
])

const HOURS_LINE = '`hours: {days: mon-fri, from: "09:00", to: "17:00", zone: lead}`'

const HOMES: Record<string, string> = {
  ...Object.fromEntries(TOP_HOMES),
  ...Object.fromEntries(VERB_HOMES),
  hours: `\`hours\` belongs to a \`send\` step, or to the left margin for all mails of the file: ${HOURS_LINE}.`,
  action: '`action` belongs to `for`: `for: {action: [INS]}`.',
  source: '`source` belongs to `for`: `for: {source: [AppSource]}`.',
  offer: '`offer` belongs to `for`: `for: {offer: ["contoso.*"]}`.',
  days: `\`days\` belongs to \`hours\`: ${HOURS_LINE}; or to a wait: \`- wait: {until: "09:00", days: mon-fri}\`.`,
  from: `\`from\` belongs to \`hours\`: ${HOURS_LINE}.`,
  to: `\`to\` belongs to \`hours\`: ${HOURS_LINE}.`,
  zone: `\`zone\` belongs to \`hours\`: ${HOURS_LINE}.`,
  until: '`until` belongs to `wait`: `- wait: {until: "09:00"}`.',
  offset: '`offset` belongs to `wait`: `- wait: {until: 2026-12-01, offset: -2 days}`.',
  id: '`id` belongs to a step: `- wait: 3 days` and below it `id: long-wait`. The id of a workflow is its file name.',
  note: '`note` belongs to a step; elsewhere write a comment: `# …`.',
  if: '`if` belongs to a step, to an arm of `choose`, or to `for`: `for: {if: \'lead.country != "US"\'}`.',
  expires: '`expires` belongs to `send`: `- send: test-drive/welcome` and below it `expires: 3 days`.',
  'up-to': '`up-to` belongs to `wait-for`: `- wait-for: reply` and below it `up-to: 3 days`.',
  // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
  then: '`then` belongs to `wait-for`; what follows a step is the next step.',
  otherwise: '`otherwise` belongs to `wait-for`, or is the last arm of `choose`: `- otherwise:`.',
  do: '`do` belongs to an arm of `choose` or `split`: `- if: lead.score >= 60` and below it `do:`.',
  weight: '`weight` belongs to an arm of `split`: `- weight: 50` and below it `do:`.',
  name: '`name` belongs to an arm of `split`; a step has an `id`, a workflow a `title`.',
  because: '`because` belongs to `escalate`, `notify` and `score`; elsewhere write a `note`.',
  'accept-within': '`accept-within` belongs to `escalate`: `- escalate: sales` and below it `accept-within: 4h`.',
  team: '`team` belongs to `task`; `escalate` and `notify` name it themselves: `- escalate: sales`.',
  'due-within': '`due-within` belongs to `task`: `- task: call the customer` and below it `due-within: 4h`.',
  remove: '`remove` belongs to `tag`: `- tag: hot` and below it `remove: cold`.',
}
