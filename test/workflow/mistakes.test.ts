import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { type Document, isMap, isNode, isSeq, parse, parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import { checkWorkflows } from '../../src/workflow/check/check-workflows.ts'
import { flowYaml } from '../../src/workflow/language/flow-yaml.ts'
import { workflowJsonSchema } from '../../src/workflow/language/json-schema.ts'
import { keyHome } from '../../src/workflow/language/key-homes.ts'
import { COMMON_KEYS } from '../../src/workflow/language/keys.ts'
import { exampleOf } from '../../src/workflow/language/schema-places.ts'
import { FOR_KEYS, TOP_KEYS } from '../../src/workflow/language/top-level.ts'
import type { Problem } from '../../src/workflow/problem.ts'
import { CHOOSE_ARM_KEYS, CHOOSE_OTHERWISE_KEYS } from '../../src/workflow/steps/choose.ts'
import { STEP_KINDS, STEP_VERBS } from '../../src/workflow/steps/index.ts'
import { SPLIT_ARM_KEYS } from '../../src/workflow/steps/split.ts'
import { mistakesIn, type Path, valueAt, withKey, withValue } from '../support/workflow-mistakes.ts'

const ROOT = join(import.meta.dirname, '../..')
const FILES = [...files('workflows'), ...files('test/fixtures/workflows/right')]
// Not strict: what an editor proposes is no part of JSON Schema.
const takes = new Ajv({ strict: false }).compile(workflowJsonSchema())

function files(folder: string): { file: string; text: string; workflow: unknown }[] {
  return readdirSync(join(ROOT, folder))
    .filter(name => name.endsWith('.yaml'))
    .map(name => ({ name, text: readFileSync(join(ROOT, folder, name), 'utf8') }))
    .map(({ name, text }) => ({ file: `${folder}/${name}`, text, workflow: parse(text) as unknown }))
}

function templateNames(text: string): string[] {
  return [...text.matchAll(/send: ([\w/-]+)/g)].map(([, name = '']) => name)
}

const templates = [...new Set(FILES.flatMap(({ text }) => templateNames(text)))].map(name => ({
  name,
  language: null,
  kind: 'nurture' as const,
  file: `${name}.hbs`,
  variables: [],
}))

const ATTRIBUTES = '{plan: pro, trialEnds: "2026-12-24", seats: 5, warm: true, reason: ""}'

function problemsOf(text: string): Problem[] {
  const { problems } = checkWorkflows({
    workflows: [
      { id: 'every-step', file: 'every-step.yaml', text },
      { id: 'installed', file: 'installed.yaml', text: `for: {if: "false"}\nsteps: [{set: ${ATTRIBUTES}}]\n` },
    ],
    templates,
    teams: ['sales', 'success'],
    offers: ['contoso.analytics'],
  })
  return problems.filter(({ file }) => file === 'every-step.yaml')
}

function errorsOf(text: string): Problem[] {
  return problemsOf(text).filter(({ severity }) => severity === 'error')
}

/** The top of each file with one step, and each kind of step by itself: what stands beside it changes nothing. */
function pieces(): { name: string; workflow: unknown }[] {
  const found = new Map<string, { name: string; workflow: unknown }>()
  for (const { file, workflow } of FILES) {
    const { steps, ...top } = workflow as { steps: object[] }
    found.set(shapeOf(top), { name: file, workflow: { ...top, steps: [{ task: 'call' }] } })
    for (const [index, step] of steps.entries()) {
      const piece = { name: `${file}, step ${index + 1}`, workflow: { for: {}, steps: [{ task: 'call' }, step] } }
      if (errorsOf(stringify(piece.workflow)).length === 0) found.set(shapeOf(step), piece)
    }
  }
  return [...found.values()]
}

/** Its keys, and what kinds of values they have. */
function shapeOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return typeof data
  return JSON.stringify(Object.entries(data).map(([key, value]) => [key, shapeOf(value)]))
}

/** Nothing that a program forgot to fill in. */
const HOLLOW = /undefined|null|NaN|\[object|``|^\s*$/

function hollow(problems: Problem[]): string[] {
  return problems
    .filter(({ hint }) => HOLLOW.test(hint))
    .map(({ code, message, hint }) => `${code} ${message} – ${hint}`)
}

describe('a workflow with any key, value or place changed', () => {
  const all = pieces().flatMap(({ workflow }) => mistakesIn(workflow))
  const different = [...new Map(all.map(mistake => [mistake.name, mistake])).values()]
  // Two of three: a check of each takes its milliseconds.
  const mistakes = different.filter((_, index) => index % 3 !== 2)
  const judged = mistakes.map(mistake => ({ ...mistake, problems: problemsOf(stringify(mistake.data)) }))

  it('has a hint for every problem', () => {
    expect(mistakes.length).toBeGreaterThan(2000)
    expect(judged.flatMap(({ name, problems }) => hollow(problems).map(problem => `${name}: ${problem}`))).toEqual([])
  })

  it('has a problem whenever the grammar for editors refuses it', () => {
    const unnoticed = judged.filter(({ problems, data }) => problems.length === 0 && !takes(data))
    expect(unnoticed.map(({ name }) => name)).toEqual([])
  })

  it('is mended by writing what the hint says, where the hint is a line to write', () => {
    const left: string[] = []
    let tried = 0
    // Every other one: two parses and two checks each are what takes the time here.
    for (const { name, data, problems } of judged.filter((_, index) => index % 2 === 0)) {
      const [problem, ...more] = problems.filter(({ severity }) => severity === 'error')
      const better = problem === undefined || more.length > 0 ? null : mended(stringify(data), problem)
      if (problem === undefined || better === null) continue
      tried += 1
      const [still] = errorsOf(better)
      if (still) left.push(`${name}: ${problem.code} ${problem.message} – ${problem.hint} => ${still.message}`)
    }
    expect(tried).toBeGreaterThan(400)
    expect(left.length / tried, left.join('\n')).toBeLessThan(0.05)
  })
})

const WHOLE_LANGUAGE = FILES.filter(({ file }) => /(every-step|whole-language)\.yaml$/.test(file))

it.each(WHOLE_LANGUAGE)('$file with a line broken as YAML has a hint for every problem', ({ text }) => {
  expect(brokenLines(text).flatMap(broken => hollow(problemsOf(broken)))).toEqual([])
})

/** The text with one line of it spoilt: in every way, on every sixteenth line. */
function brokenLines(text: string): string[] {
  const lines = text.split('\n')
  const spoil: ((line: string) => string)[] = [
    line => line.replace(':', ''),
    line => line.replace(': ', ':'),
    line => line.replace(': ', ': : '),
    line => `\t${line}`,
    line => `  ${line}`,
    line => line.replace(/^ {2}/, ''),
    line => line.replace('- ', ''),
    line => line.replace('- ', '-'),
    line => line.replace(/["')\]}]/, ''),
    line => `${line}\n${line}`,
    line => `---\n${line}`,
    ...[
      '&a ',
      '*a ',
      '!x ',
      '!!int ',
      '@',
      '`',
      '%',
      '? ',
      '"',
      "'",
      '[',
      '{',
      '| ',
      '> ',
      '"\\q" ',
      '"a" b ',
      '<<: ',
    ].map(sign => (line: string) => line.replace(': ', `: ${sign}`)),
    ...['? ', '% ', '&a ', '"', '[', '<<: {a: 1}', '1: x', '~: x', '__proto__: x', '}', 'x'].map(
      sign => (line: string) => line.replace(/^(\s*(?:- )?)/, `$1${sign}`),
    ),
  ]
  return lines.flatMap((line, index) =>
    spoil.filter((_, way) => way % 16 === index % 16).map(change => lines.with(index, change(line)).join('\n')),
  )
}

const REPLACEMENT = /^(?:Write|Write a list:|Put it in quotes:|Write, for example,) `([^`]+)`/
const OTHER_WORD = /^Did you mean `([^`]+)`\?/
const ADDITION = /^Add `([^`]+)`/
const KEY_CODES = ['TEND-W010', 'TEND-W020']

/** The text when the hint is taken at its word; null when it is advice. */
function mended(text: string, { code, message, hint, line, column }: Problem): string | null {
  const document = parseDocument(text)
  const offset = text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1
  const path = pathAt(document, offset, KEY_CODES.includes(code))
  if (path === null) return null
  const [, addition] = ADDITION.exec(hint) ?? []
  const [, word] = OTHER_WORD.exec(hint) ?? []
  const [, written] = REPLACEMENT.exec(hint) ?? []
  const data: unknown = document.toJS()
  const at = valueAt(data, path)
  if (addition !== undefined) {
    const added = parse(addition) as Record<string, unknown>
    return typeof at !== 'object' || Object.values(added).includes(null)
      ? null
      : stringify(withValue(data, path, { ...at, ...added }))
  }
  if (word !== undefined) {
    const [, wrong] = /`([^`]+)`/.exec(message) ?? []
    if (KEY_CODES.includes(code)) return stringify(withKey(data, path, word))
    return stringify(
      withValue(data, path, typeof at === 'string' && wrong && at.includes(wrong) ? at.replace(wrong, word) : word),
    )
  }
  if (written === undefined || /^TEND-W05/.test(code)) return null
  const value: unknown = written.startsWith('- ') ? (parse(written) as unknown[])[0] : parse(written)
  const key = path.findLast(part => typeof part === 'string') ?? ''
  const named = written.startsWith(`${key}: `) ? (value as Record<string, unknown>)[key] : value
  return stringify(withValue(data, path, named))
}

/** The keys of the language, each with its schema and the place it stands in. */
function keysOfTheLanguage(): [place: string, key: string, schema: z.core.$ZodType][] {
  const places: Record<string, z.ZodRawShape> = {
    top: TOP_KEYS,
    for: FOR_KEYS,
    step: COMMON_KEYS,
    ...Object.fromEntries(STEP_VERBS.map(verb => [verb, STEP_KINDS[verb].keys])),
    'arm of choose': CHOOSE_ARM_KEYS,
    'last arm of choose': CHOOSE_OTHERWISE_KEYS,
    'arm of split': SPLIT_ARM_KEYS,
  }
  return Object.entries(places).flatMap(([place, shape]) =>
    Object.entries(shape).map(([key, one]) => [place, key, one] as [string, string, z.core.$ZodType]),
  )
}

it.each(keysOfTheLanguage())(
  '%s: %s has an example that it takes, on one line of YAML, and a home to be sent to',
  (_, key, one) => {
    const example = exampleOf(one)
    expect(example).toBeDefined()
    expect(z.safeParse(one, parse(flowYaml(example))).error).toBeUndefined()
    expect(keyHome(key)).toContain(`\`${key}\``)
  },
)

/** Where the key, or the outermost value, stands that begins at the offset; for a place inside a text the text. */
function pathAt(document: Document, offset: number, wantsKey: boolean): Path | null {
  let found: Path | null = null
  let inside: Path | null = null
  const note = (node: unknown, path: Path) => {
    const range = isNode(node) ? node.range : null
    if (!range) return
    if (range[0] === offset) found ??= path
    if (range[0] <= offset && offset <= range[1]) inside = path
  }
  const walk = (node: unknown, path: Path): void => {
    if (!wantsKey) note(node, path)
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index])
    if (!isMap(node)) return
    for (const { key, value } of node.items) {
      const below = [...path, String(key)]
      if (wantsKey) note(key, below)
      walk(value, below)
    }
  }
  walk(document.contents, [])
  return found ?? inside
}
