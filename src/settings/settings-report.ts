import { LineCounter } from 'yaml'
import type { ProblemName } from '../workflow/language/problem-codes.ts'
import { byPlace, type Report } from '../workflow/language/report.ts'
import type { Problem } from '../workflow/problem.ts'
import { SETTINGS_PROBLEM_KINDS, type SettingsProblemName } from './problem-kinds.ts'

interface Words {
  message: string
  hint: string
}

/** A text of the file that names variables. */
export interface FilledText {
  start: number
  end: number
  variables: string[]
  /** False when one of them has no value: that is told, and nothing else about the text. */
  complete: boolean
}

/** A report of the workflow language that speaks of settings, has their codes, and keeps replaced values to itself. */
export interface SettingsReport extends Report {
  tell(name: SettingsProblemName, offset: number, words: Words): void
  /** From now on nothing about this place is told that could hold the value. */
  conceal(filled: FilledText): void
}

const PROBLEMS_MAX = 100

/** An empty report on the text of a settings file. It keeps the first hundred problems. */
export function reportOnSettings(file: string, text: string): SettingsReport {
  const lines = countLines(text)
  const concealed: FilledText[] = []
  const problems: Problem[] = []

  function tell(name: SettingsProblemName, offset: number, words: Words): void {
    if (problems.length >= PROBLEMS_MAX) return
    const filled = concealed.find(({ start, end }) => offset >= start && offset < end)
    if (filled?.complete === false) return
    const { message, hint } = filled ? withoutValue(name, words, filled) : words
    const { line, col } = lines.linePos(Math.min(filled?.start ?? offset, text.length))
    const { code, severity } = SETTINGS_PROBLEM_KINDS[name]
    const known = problems.some(one => one.code === code && one.line === line && one.message === message)
    if (!known) problems.push({ code, severity, file, line, column: col, message, hint })
  }

  return {
    text,
    add: (name, offset, words) => tell(nameHere(name), offset, aboutSettings(name, words, lineAt(text, offset))),
    tell,
    conceal: filled => void concealed.push(filled),
    lineOf: offset => lines.linePos(offset).line,
    // The keys of the settings have no second place.
    homeOf: () => null,
    problems: () => problems.toSorted(byPlace),
  }
}

function nameHere(name: ProblemName): SettingsProblemName {
  if (name === 'not-a-workflow') return 'not-settings'
  if (name === 'zero-duration' || name === 'long-duration') return 'bad-duration'
  return isSettingsProblem(name) ? name : 'wrong-value'
}

function isSettingsProblem(name: string): name is SettingsProblemName {
  return Object.hasOwn(SETTINGS_PROBLEM_KINDS, name)
}

/** The reader of YAML speaks of workflows; and of a `${NAME}` inside brackets it cannot know what was meant. */
function aboutSettings(name: ProblemName, { message, hint }: Words, line: string): Words {
  const words = { message: message.replace('in a workflow', 'in the settings'), hint }
  if (name === 'too-large' || name === 'too-deep') return { ...words, hint: 'Take out what is not needed.' }
  const misread = name === 'not-yaml' || name === 'needs-quotes'
  if (misread && /[[{].*\$\{/.test(line)) {
    return { ...words, hint: `Inside \`{…}\` and \`[…]\` put a variable in quotes: \`"\${NAME}"\`.` }
  }
  return { ...words, hint: hint.replace('One file holds one workflow', 'One file holds all settings') }
}

/**
 * What was expected stands before `, but is`, when that is how the message is made; everything else could hold what
 * came. A `wrong-value` of our own therefore never begins with it.
 */
function withoutValue(name: SettingsProblemName, { message }: Words, { variables }: FilledText): Words {
  const names = variables.map(variable => `\`\${${variable}}\``).join(' and ')
  const hint = `Correct ${names} in the environment.`
  const [expected] = (name === 'wrong-value' && /^`[^`]*` must be .*?(?=, but is )/.exec(message)) || []
  if (expected !== undefined) return { message: `${expected}, but what ${names} holds is not`, hint }
  const { title } = SETTINGS_PROBLEM_KINDS[name]
  return { message: `what ${names} holds does not fit: ${title.charAt(0).toLowerCase()}${title.slice(1)}`, hint }
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1
  return text.slice(start, start + 1000).split('\n', 1)[0] ?? ''
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return lines
}
