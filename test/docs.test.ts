import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../src/cli/commands.ts'
import { readConfig } from '../src/config.ts'
import { MESSAGE_STATUSES } from '../src/domain/mail/message.ts'
import { fieldPaths, MERGE_FIELDS } from '../src/email/templates/merge-fields.ts'
import { CONDITION_FIELDS } from '../src/workflow/conditions/fields.ts'
import { parseWorkflow } from '../src/workflow/language/parse-workflow.ts'
import { FOR_KEYS, TOP_KEYS } from '../src/workflow/language/top-level.ts'
import { STEP_VERBS } from '../src/workflow/steps/index.ts'

const ROOT = resolve(import.meta.dirname, '..')
const READ_ME = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
const PAGES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md'))
  .map(name => join('docs', name))
const DOCUMENTS = [...READ_ME, ...PAGES].map(path => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

interface Block {
  /** Document and line, for messages. */
  place: string
  text: string
}

function yamlBlocks({ path, text }: { path: string; text: string }): Block[] {
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(match => ({
    place: `${path}:${text.slice(0, match.index).split('\n').length + 1}`,
    text: match[1] ?? '',
  }))
}

function isWholeWorkflow({ text }: Block): boolean {
  return /^steps:/m.test(text) && /^for:/m.test(text)
}

function errorsOf({ place, text }: Block): string[] {
  const { problems } = parseWorkflow({ file: place, id: 'example', text })
  return problems.map(problem => `${place} + ${problem.line - 1}: ${problem.code} ${problem.message}`)
}

/** A part of a workflow with as much round it as makes it whole; null for YAML of something else. */
function completed({ place, text }: Block): Block | null {
  if (text.startsWith('- ')) {
    return { place, text: `for: {action: [INS]}\nsteps:\n${text.replace(/^(?=.)/gm, '  ')}` }
  }
  const keys = [...text.matchAll(/^([a-z-]+):/gm)].map(match => match[1] ?? '')
  if (keys.some(key => !(key in TOP_KEYS))) return null
  return { place, text: `${text}\nfor: {action: [INS]}\nsteps:\n  - finish: done\n` }
}

function pageText(path: string): string {
  return DOCUMENTS.find(document => document.path === path)?.text ?? ''
}

/** Names in backticks. */
function namedIn(text: string): Set<string> {
  return new Set([...text.matchAll(/`([^`\n]+)`/g)].map(match => match[1] ?? ''))
}

describe('the workflows in the documents', () => {
  const blocks = DOCUMENTS.flatMap(yamlBlocks)

  it('are read without a problem where they are whole', () => {
    const whole = blocks.filter(isWholeWorkflow)
    expect(whole.map(({ place }) => place.split(':')[0])).toEqual(
      expect.arrayContaining(['README.md', 'docs/workflows.md']),
    )
    expect(whole.flatMap(errorsOf)).toEqual([])
  })

  it('are read without a problem where a page shows a part', () => {
    const parts = blocks
      .filter(block => block.place.startsWith('docs/workflows.md') && !isWholeWorkflow(block))
      .flatMap(block => completed(block) ?? [])
    expect(parts.length).toBeGreaterThan(5)
    expect(parts.flatMap(errorsOf)).toEqual([])
  })
})

describe('the commands in the documents', () => {
  it('exist', () => {
    const known = new Set(COMMANDS.map(({ name }) => name))
    const unknown = DOCUMENTS.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:bin\/|`|^)tend ([a-z][a-z-]*)/gm)]
        .map(match => match[1] ?? '')
        .filter(name => !known.has(name))
        .map(name => `${path} names tend ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('are all named in the list of changes', () => {
    const told = pageText('CHANGELOG.md')
    const untold = COMMANDS.filter(({ name }) => !['up', 'api', 'worker'].includes(name) && !told.includes(name))
    expect(untold.map(({ name }) => name)).toEqual([])
  })
})

describe('the tables in the documents', () => {
  it('hold every key, step and condition field of the language, with the words of the code', () => {
    const page = pageText('docs/workflows.md')
    const fields = Object.entries(CONDITION_FIELDS).flatMap(([group, known]) =>
      group === 'signal' ? [] : Object.entries(known).map(([name, field]) => ({ name: `${group}.${name}`, ...field })),
    )
    for (const { name, description } of fields) expect(page).toMatch(lineWith(`| \`${name}\` |`, description))
    const named = namedIn(page)
    const headings = new Set([...page.matchAll(/^#+ ([a-z-]+)/gm)].map(match => match[1]))
    const words = [...STEP_VERBS, ...Object.keys(TOP_KEYS), ...Object.keys(FOR_KEYS)]
    expect(words.filter(word => !named.has(word) && !headings.has(word) && !page.includes(`\n${word}:`))).toEqual([])
  })

  it('hold every merge field of mail to leads', () => {
    const named = namedIn(pageText('docs/templates.md'))
    expect(fieldPaths(MERGE_FIELDS.nurture).filter(field => !named.has(field))).toEqual([])
  })

  it('hold every status of a message', () => {
    const named = namedIn(pageText('ARCHITECTURE.md'))
    expect(MESSAGE_STATUSES.filter(status => !named.has(status))).toEqual([])
  })

  it('hold every variable of the environment, and no other', () => {
    const rows = pageText('docs/operations.md').matchAll(/^\| `([A-Z_]+)` \|/gm)
    const told = [...rows].map(match => match[1] ?? '')
    const read = new Set<string>()
    const noting = new Proxy<Record<string, string | undefined>>(
      {},
      { get: (_, name) => void (typeof name === 'string' && read.add(name)) },
    )
    readConfig(noting)
    const variables = [...read].filter(name => !name.endsWith('_FILE') && name !== 'PATH')
    expect(told.sort()).toEqual(variables.sort())
  })
})

function lineWith(start: string, rest: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal(start)}.*${literal(rest)}`, 'm')
}
