import { CONDITION_FIELDS } from '../conditions/fields.ts'
import { hintFor } from './nearest.ts'
import { meantWord } from './other-words.ts'
import type { Report } from './report.ts'
import type { MapEntry } from './source.ts'
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
    armHint(report, entry, known) ??
    indentHint(key, before) ??
    addressHint(entry, known) ??
    homeHint(report, key, known) ??
    elsewhereHint(key, known) ??
    hintFor(key, known)
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
  return known.includes('until') && /^(for|seconds|minutes|hours|days|weeks|duration)$/.test(key)
    ? 'A length of time stands by itself: `wait: 3 days`.'
    : null
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

const MAIL_HINT = 'What the mail says stands in its template, who writes in `tend.yaml`; it goes to the lead.'

/** What other tools write at a place, by a key that only that place has. */
const ELSEWHERE: { at: string; keys: RegExp; hint: string }[] = [
  { at: 'expires', keys: /^(delay|wait|after|in|pause)$/, hint: 'Put a step before it: `- wait: 3 days`.' },
  { at: 'expires', keys: /^(at|time|when|date|on)$/, hint: 'Put a step before it: `- wait: {until: "09:00"}`.' },
  {
    at: 'expires',
    keys: /^(subject|body|text|language|lang|locale|preheader|variables|data)$/,
    hint: MAIL_HINT,
  },
  { at: 'formerly', keys: /^(description|comment|about|author|owner|tags)$/, hint: 'Write a comment: `# …`.' },
  { at: 'formerly', keys: /^(version|revision)$/, hint: 'Take it out: the versions of a file are kept by themselves.' },
  {
    at: 'formerly',
    keys: /^(enabled|disabled|active|paused?|status)$/,
    hint: 'Take it out: `bin/tend pause` freezes a workflow, and a file that is gone takes in nobody new.',
  },
]

function elsewhereHint(key: string, known: readonly string[]): string | null {
  if (known.includes('action') && known.includes('source')) return fieldHint(key)
  return ELSEWHERE.find(({ at, keys }) => known.includes(at) && keys.test(key))?.hint ?? null
}

/** A field of the lead in `for`, which conditions ask. */
function fieldHint(key: string): string | null {
  if (/^tags?$/.test(key)) return `Ask it in \`if\`: \`if: '"hot" in lead.tags'\`.`
  for (const group of ['lead', 'inquiry']) {
    const type = CONDITION_FIELDS[group]?.[key]?.type
    if (type === 'string') return `Ask it in \`if\`: \`if: '${group}.${key} == "…"'\`.`
  }
  return null
}
