import type { StepKind } from '../program.ts'
import { isStepVerb, STEP_KINDS, STEP_VERBS } from '../steps/index.ts'
import type { Reference, StepDraft, StepReading } from '../steps/step-kind.ts'
import { flowYaml } from './flow-yaml.ts'
import { hintFor, nearest } from './nearest.ts'
import type { Report } from './report.ts'
import type { MapNode, SourceNode } from './source-node.ts'

const STEPS_MAX = 500
const NESTING_MAX = 10

/** What the lists of one file share. */
interface FileReading {
  report: Report
  ids: Set<string>
  references: Reference[]
  count: number
}

export interface StepList {
  /** Null when anything in the list is wrong. */
  steps: StepDraft[] | null
  /** Explicit ids. */
  ids: ReadonlySet<string>
  references: Reference[]
}

/** Reads a list of steps with all that stands inside, and reports everything wrong in it. */
export function readStepList(report: Report, list: SourceNode): StepList {
  const file: FileReading = { report, ids: new Set(), references: [], count: 0 }
  const steps = readList(list, file, 0)
  return { steps, ids: file.ids, references: file.references }
}

function readList(list: SourceNode | undefined, file: FileReading, depth: number): StepDraft[] | null {
  if (list?.kind !== 'list') return null
  if (depth > NESTING_MAX) {
    file.report.add('too-deep', list.start, {
      message: `steps stand more than ${NESTING_MAX} branches deep here`,
      hint: 'Put the branch into a workflow of its own.',
    })
    return null
  }
  const reading: StepReading = { ...file, readSteps: inner => readList(inner, file, depth + 1) }
  const read = list.items.map(item => readItem(item, reading, file))
  const steps = read.filter(step => step !== null)
  reportUnreachable(file.report, read)
  return steps.length === read.length ? steps : null
}

function readItem(item: SourceNode, reading: StepReading, file: FileReading): StepDraft | null {
  const { report } = file
  file.count++
  if (file.count === STEPS_MAX + 1)
    report.add('too-many-steps', item.start, {
      message: `the workflow has more than ${STEPS_MAX} steps`,
      hint: 'Split it into several workflows.',
    })
  if (item.kind === 'refused') return null
  if (item.kind !== 'map') return reportNoMap(report, item)
  const verb = pickVerb(report, item)
  return verb === null ? null : STEP_KINDS[verb].read(item, reading)
}

function reportNoMap(report: Report, item: SourceNode): null {
  const word = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : null
  report.add('not-one-verb', item.start, {
    message: word === null ? 'a step is a map with one verb' : `\`${word.slice(0, 60)}\` alone is not a step`,
    hint:
      word !== null && isStepVerb(word)
        ? `Write, for example, \`- ${word}: ${flowYaml(STEP_KINDS[word].example[word])}\`.`
        : (spaceHint(word) ?? nearHint(word) ?? `For example \`- send: welcome\`. Steps: ${verbs()}.`),
  })
  return null
}

/** `stop`, alone. */
function nearHint(word: string | null): string | null {
  const verb = word === null ? null : nearest(word, STEP_VERBS)
  return verb !== null && isStepVerb(verb)
    ? `Write, for example, \`- ${verb}: ${flowYaml(STEP_KINDS[verb].example[verb])}\`.`
    : null
}

/** `send welcome`, `send:welcome`, or with a space that is none to YAML. */
function spaceHint(word: string | null): string | null {
  const [first = '', more = ''] = word?.split(/ (.*)/s) ?? []
  if (more !== '' && isStepVerb(first))
    return `Put a colon after \`${first}\`: \`- ${first}: ${more.trim().slice(0, 60)}\`.`
  const [verb = '', rest = ''] = word?.split(/:(.*)/s) ?? []
  return rest !== '' && isStepVerb(verb)
    ? `Put an ordinary space after the colon: \`- ${verb}: ${rest.trim().slice(0, 60)}\`.`
    : null
}

/** The verb decides which keys a step may have, so it is found before anything else is judged. */
function pickVerb(report: Report, item: MapNode): StepKind | null {
  const [verb, second] = item.entries.filter(entry => isStepVerb(entry.key))
  if (verb && second) {
    report.add('not-one-verb', second.keyStart, {
      message: `the step has two verbs, \`${verb.key}\` and \`${second.key}\``,
      hint: `Put a \`- \` before \`${second.key}\` to make it a step of its own.`,
    })
    return null
  }
  if (verb && isStepVerb(verb.key)) return verb.key
  return reportUnknownVerb(report, item)
}

const COMMON = ['id', 'if', 'note']

function reportUnknownVerb(report: Report, item: MapNode): null {
  const others = item.entries.filter(entry => !COMMON.includes(entry.key))
  // `type: email` beside `template: welcome`: the key that is almost a verb says most.
  const unknown = others.find(({ key }) => hintFor(key, STEP_VERBS).startsWith('Did')) ?? others[0]
  if (!unknown) {
    report.add('not-one-verb', item.start, { message: 'the step has no verb', hint: `Steps: ${verbs()}.` })
    return null
  }
  const hint = verbHint(unknown.key) ?? hintFor(unknown.key, STEP_VERBS)
  const message = `\`${unknown.key.slice(0, 60)}\` is not known; known steps are ${verbs()}`
  report.add('unknown-step', unknown.keyStart, {
    message,
    hint: hint.startsWith('Known') ? (report.homeOf(unknown.key) ?? STEP_EXAMPLE) : hint,
  })
  return null
}

const STEP_EXAMPLE = 'Begin the step with one of them, for example `- task: call the customer`.'

function verbHint(key: string): string | null {
  if (/^(then|otherwise)$/.test(key))
    return `\`${key}\` of a \`wait-for\` stands below it without a dash. For a branch write \`- choose:\` with arms \`- if: …\` and \`do:\`.`
  if (/^(remove|un-?tag|remove-tag)$/.test(key))
    return '`remove` stands below a `tag`: `- tag: hot` and below it `remove: cold`.'
  const known = VERBS_ELSEWHERE.find(([form]) => form.test(key))?.[1]
  if (known !== undefined) return known
  return /^(else|do|if\b.*)$/.test(key) ? 'For a branch write `- choose:` with arms `- if: …` and `do:`.' : null
}

const VERBS_ELSEWHERE: [RegExp, string][] = [
  [/^(sms|whatsapp|push|phone|linkedin|letter)$/, 'Tend writes mail only; ask a person: `- task: call the customer`.'],
  [
    /^(webhook|http|https|api|request|curl|run|script|exec|shell|zapier|crm|uses)$/,
    'A workflow runs no other program; tell a team: `- notify: sales`, and below it `because: …`.',
  ],
  [
    /^(goto|go-?to|jump(-?to)?|next|continue|break|return)$/,
    'Steps run from top to bottom: for a branch write `- choose:` with arms `- if: …` and `do:`, to end write `- finish: no answer`, to go on in another workflow `- start: installed`.',
  ],
  [
    /^(for-?each|for|loop|repeat|while|until|parallel|retry)$/,
    'Steps run once, from top to bottom: write each of them out. How often one lead goes through says `again: after 30 days` at the left margin.',
  ],
]

function verbs(): string {
  return STEP_VERBS.map(verb => `\`${verb}\``).join(', ')
}

function reportUnreachable(report: Report, steps: (StepDraft | null)[]): void {
  const last = steps.findIndex(step => step?.ends)
  const lost = last < 0 ? null : steps.slice(last + 1).find(step => step !== null)
  if (lost)
    report.add('unreachable-step', lost.offset, {
      message: 'this step is never reached: the step before it ends the workflow',
      hint: 'Take it out, or give the step before it an `if`.',
    })
}
