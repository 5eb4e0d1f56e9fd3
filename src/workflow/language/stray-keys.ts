import { signalNamed } from '../../domain/time/duration-hints.ts'
import { betterDays } from './day-names.ts'
import { conditionLine } from './field-conditions.ts'
import { flowYaml } from './flow-yaml.ts'
import { hintFor } from './nearest.ts'
import { meantWord } from './other-words.ts'
import type { Report } from './report.ts'
import type { MapEntry } from './source-node.ts'
import { noSpaceHint } from './value-hints.ts'

/** A key that its place does not know. */
export interface StrayKey {
  entry: MapEntry
  /** What stands above it in the same map. */
  before: MapEntry | null
}

/** What to do with a key that its place does not know. */
export function strayKeyHint(report: Report, { entry, before }: StrayKey, known: readonly string[]): string {
  const { key } = entry
  return (
    noSpaceHint(key) ??
    misplacedHint(key, known) ??
    lengthHint(entry, known) ??
    teamHint(entry, known) ??
    armHint(report, entry, known) ??
    indentHint(key, before) ??
    addressHint(entry, known) ??
    bracketHint(entry, before) ??
    fieldHint(entry, known) ??
    homeHint(report, key, known) ??
    elsewhereHint(entry, known) ??
    daysHint(key, known) ??
    shareHint(key, known) ??
    nearHint(report, key, known)
  )
}

/** A key of the language in the wrong place, mostly by its indentation. */
function misplacedHint(key: string, known: readonly string[]): string | null {
  if (key === 'otherwise' && known.includes('choose'))
    return 'Make it the last arm: `- otherwise:` below the other arms.'
  if (key === 'unless' && known.includes('if')) return "Write `if` with the opposite: `if: '!(…)'`."
  if (key === 'do' && known.includes('otherwise') && !known.includes('wait-for'))
    return 'Take `do:` out: the steps stand right below `otherwise:`.'
  if (key === 'id' && known.includes('weight')) return 'An arm has a `name`; the `id` is that of the whole `split`.'
  if (key === 'then' && known.includes('send'))
    return '`then` belongs to `wait-for`; what follows a step is the next step.'
  if (/^(action|source|offer)$/.test(key) && known.includes('rank'))
    return `Indent \`${key}\` by two spaces: it belongs to \`for\`.`
  return null
}

/** `{for: reply}`, `{for: 3 moons}` in a wait. */
function lengthHint({ key, value }: MapEntry, known: readonly string[]): string | null {
  if (!known.includes('until') || !/^(for|seconds|minutes|hours|days|weeks|duration)$/.test(key)) return null
  const signal = value.kind === 'scalar' ? signalNamed(String(value.value)) : null
  return signal === null
    ? 'A length of time stands by itself: `wait: 3 days`.'
    : `A step that waits for a signal is \`- wait-for: ${signal}\`, and below it \`up-to: 3 days\`.`
}

/** The team beside a verb that names it. */
function teamHint({ key, value }: MapEntry, known: readonly string[]): string | null {
  const verb = ['escalate', 'notify'].find(one => known.includes(one))
  if (verb === undefined || !/^(to|team|owner|assign-to|assignee|group|whom)$/.test(key)) return null
  const team = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : 'sales'
  return `Write \`${verb}: ${team.slice(0, 60)}\`.`
}

/** A step beside the keys of an arm, in place of below its `do`. */
function armHint(report: Report, { key, value }: MapEntry, known: readonly string[]): string | null {
  if (!known.includes('do') || !report.homeOf(key)?.includes('begins a step')) return null
  const line = value.kind === 'scalar' ? `- ${key}: ${String(value.value ?? '…').slice(0, 60)}` : `- ${key}: …`
  return `Put it below \`do:\`, as \`${line}\`.`
}

/** A key below one that has a map for its value, and has none. */
function indentHint(key: string, before: MapEntry | null): string | null {
  const isEmpty = before !== null && before.value.kind === 'scalar' && before.value.value === null
  return isEmpty && /^(set|wait|hours|for)$/.test(before.key)
    ? `Indent \`${key}\` by two more spaces: it belongs to \`${before.key}\`.`
    : null
}

/** `to` and `from` of a mail, unless they are times. */
function addressHint({ key, value }: MapEntry, known: readonly string[]): string | null {
  const isTime = value.kind === 'scalar' && /^\d/.test(String(value.value))
  return known.includes('expires') && /^(from|to)$/.test(key) && !isTime ? MAIL_HINT : null
}

/** A key of the language that belongs elsewhere, unless it is the word of other tools for a key that this place knows. */
function homeHint(report: Report, key: string, known: readonly string[]): string | null {
  return meantWord(key, known) === null ? report.homeOf(key) : null
}

/** The nearest key of this place, else where the key is at home that other tools call so. */
function nearHint(report: Report, key: string, known: readonly string[]): string {
  const hint = hintFor(key, known)
  const home = known.includes('formerly') || key === 'else' ? meantWord(key, ['zone', 'otherwise']) : null
  return hint.startsWith('Did') ? hint : ((home === null ? null : report.homeOf(home)) ?? hint)
}

const MAIL_HINT = 'What the mail says stands in its template, who writes in `tend.yaml`; it goes to the lead.'

/** What other tools write at a place, by a key that only that place has. */
const ELSEWHERE: { at: string; keys: RegExp; hint: string }[] = [
  {
    at: 'due-within',
    keys: /^(priority|prio|urgency|urgent|importance)$/,
    hint: 'Say by when to call: `due-within: 4h`.',
  },
  {
    at: 'note',
    keys: /^(priority|prio|urgency|urgent|importance|rank|order)$/,
    hint: 'Take it out: steps run from top to bottom. Which workflow goes first says `rank: 10` at the left margin.',
  },
  { at: 'note', keys: /^(delay|wait|after|in|pause)$/, hint: 'Put a step before it: `- wait: 3 days`.' },
  { at: 'expires', keys: /^(at|time|when|date|on)$/, hint: 'Put a step before it: `- wait: {until: "09:00"}`.' },
  {
    at: 'expires',
    keys: /^(subject|body|text|language|lang|locale|preheader|variables|data|with|params|context|cc|bcc|recipient|attachments?)$/,
    hint: MAIL_HINT,
  },
  { at: 'formerly', keys: /^(description|comment|about|author|owner|tags)$/, hint: 'Write a comment: `# …`.' },
  {
    at: 'formerly',
    keys: /^(variables|vars|env|inputs|params|parameters|defaults|constants|settings|config|options)$/,
    hint: 'Take it out: nothing is filled in. What holds for all workflows stands in `tend.yaml`.',
  },
  {
    at: 'formerly',
    keys: /^(limits?|cap|caps|throttle|sender|reply-to|holidays)$/,
    hint: 'It stands in `tend.yaml`, for all workflows.',
  },
  {
    at: 'formerly',
    keys: /^(lang|language|languages|locale)$/,
    hint: 'A language has its own file of a template: `welcome.cs.hbs` beside `welcome.hbs`.',
  },
  {
    at: 'quiet-hours',
    keys: /^(name|postal-address|privacy-url|booking-url|sender|reply-to)$/,
    hint: 'It belongs to `publisher`: indent it by two spaces.',
  },
  {
    at: 'quiet-hours',
    keys: /^(smtp|smtp-url|mail-server|mail)$/,
    hint: 'Take it out: the variable `SMTP_URL` of the environment names the mail server.',
  },
  {
    at: 'quiet-hours',
    keys: /^(logo|brand|branding|colou?rs?|theme|style|styles|css|fonts?|layout|footer|signature)$/,
    hint: 'Take it out: what mail looks like stands in `templates/layouts/`, what every mail says in `templates/partials/`.',
  },
  { at: 'quiet-hours', keys: /^(templates?|mails?)$/, hint: 'Templates are files of their own, in `templates/`.' },
  {
    at: 'quiet-hours',
    keys: /^(host|port|public-url|database-url|redis-url|mail-from)$/,
    hint: 'Take it out: the variable `NAME` of the environment says it.',
  },
  { at: 'quiet-hours', keys: /^(steps|workflows?|for)$/, hint: 'Workflows are files of their own, in `workflows/`.' },
  { at: 'formerly', keys: /^(version|revision)$/, hint: 'Take it out: the versions of a file are kept by themselves.' },
  {
    at: 'formerly',
    keys: /^(enabled|disabled|active|paused?|status)$/,
    hint: 'Take it out: `bin/tend pause` freezes a workflow, and a file that is gone takes in nobody new.',
  },
]

function elsewhereHint({ key, value }: MapEntry, known: readonly string[]): string | null {
  // `when: lead.score > 5` is no time.
  if (key === 'when' && value.kind === 'scalar' && /[<>=!]|\.\w/.test(String(value.value))) return null
  const hint = ELSEWHERE.find(({ at, keys }) => known.includes(at) && keys.test(key))?.hint ?? null
  return hint?.replace('`NAME`', `\`${key.toUpperCase().replaceAll('-', '_')}\``) ?? null
}

/** A field where only conditions know fields: in `for`, and in a scoring rule. */
function fieldHint({ key, value }: MapEntry, known: readonly string[]): string | null {
  const knowsFields = known.includes('if') && (known.includes('action') || known.includes('points'))
  const asks = knowsFields && key !== 'title' && meantWord(key, known) === null
  const line = asks ? conditionLine(key, value) : null
  return line === null ? null : `Ask it in \`if\`: \`${line}\`.`
}

/** `{action: INS, PLT}`: the second of several values. */
function bracketHint({ key, value }: MapEntry, before: MapEntry | null): string | null {
  const first = before?.value
  if (!before || !/^(?:action|source|offer|days)$/.test(before.key) || first?.kind !== 'scalar') return null
  return value.kind === 'scalar' && value.value === null && first.value !== null
    ? `Several values stand in brackets: \`${before.key}: ${flowYaml([first.value, key])}\`.`
    : null
}

/** `50%: …` in an arm. */
function shareHint(key: string, known: readonly string[]): string | null {
  const [, share] = /^(\d+) ?%?$/.exec(key) ?? []
  return share === undefined || !known.includes('weight')
    ? null
    : `Write \`weight: ${share}\`, and the steps below it under \`do:\`.`
}

/** `mon-fri: …` in hours. */
function daysHint(key: string, known: readonly string[]): string | null {
  const isDays = known.includes('days') && known.includes('from') && /^[a-z]{3}(?:-[a-z]{3})?$/.test(betterDays(key))
  return isDays ? `Write \`days: ${betterDays(key)}\`, with \`from\` and \`to\` beside it.` : null
}
