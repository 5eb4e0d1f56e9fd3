import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const SOURCES = filesBelow('src', '.ts')
const FILE_LINES_MAX = 300
const FUNCTION_LINES_MAX = 50

interface Source {
  path: string
  text: string
  lines: string[]
}

function filesBelow(folder: string, suffix: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(suffix))
    .map(name => {
      const path = join(folder, name)
      const text = readFileSync(join(ROOT, path), 'utf8')
      return { path, text, lines: text.split('\n') }
    })
}

function importsOf({ path, text }: Source): { to: string; isType: boolean }[] {
  const { module } = parseSync(path, text)
  const parsed = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      name: moduleRequest.value,
      isType: entries.length > 0 && entries.every(entry => entry.isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(entry =>
        entry.moduleRequest ? [{ name: entry.moduleRequest.value, isType: entry.isType }] : [],
      ),
    ),
  ]
  return parsed.map(({ name, isType }) => ({
    to: name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(path), name)) : name,
    isType,
  }))
}

const TECHNOLOGIES = ['sqlite', 'postgres', 'queue', 'email', 'imap', 'dns', 'http', 'channels', 'crm']
const PURE_PACKAGES: Record<string, string[]> = {
  domain: ['temporal-polyfill', 'libphonenumber-js', 'i18n-iso-countries', 'node:crypto', 'node:url', 'node:module'],
  workflow: ['yaml', 'zod', '@marcbachmann/cel-js', 'temporal-polyfill', 'node:crypto'],
  engine: ['node:crypto'],
}
const MAY_IMPORT: Record<string, string[]> = {
  domain: ['domain'],
  workflow: ['workflow', 'domain'],
  engine: ['engine', 'workflow', 'domain'],
}

function roomOf(path: string): string {
  const [, room = '', rest] = path.split('/')
  return rest === undefined ? 'root' : room
}

function misplacedImports(source: Source): string[] {
  const room = roomOf(source.path)
  return importsOf(source).flatMap(({ to, isType }) => {
    const why = to.startsWith('src/') ? wrongRoom(room, to, isType) : wrongPackage(room, to)
    return why === null ? [] : [`${source.path} imports ${to}: ${why}`]
  })
}

function wrongRoom(room: string, to: string, isType: boolean): string | null {
  const target = roomOf(to)
  if (room in MAY_IMPORT) {
    return MAY_IMPORT[room]?.includes(target) ? null : `${room}/ may import ${MAY_IMPORT[room]?.join(', ')} only`
  }
  if (!TECHNOLOGIES.includes(room)) return null
  if (target === room || target === 'domain' || to === 'src/engine/ports.ts') return null
  if ((target === 'engine' || target === 'workflow') && isType) return null
  return 'a technology may import itself, domain/, ports.ts, and types of engine/ and workflow/; wire the rest in app.ts'
}

function wrongPackage(room: string, name: string): string | null {
  const allowed = PURE_PACKAGES[room]
  if (allowed === undefined || allowed.some(known => name === known || name.startsWith(`${known}/`))) return null
  return `${room}/ is pure: move what needs ${name} to a technology folder behind a port`
}

interface Cycle {
  path: string[]
}

function importCycles(): Cycle[] {
  const graph = new Map(SOURCES.map(source => [source.path, importsOf(source).map(({ to }) => to)]))
  const done = new Set<string>()
  const cycles: Cycle[] = []
  function visit(path: string, above: string[]): void {
    const seenAt = above.indexOf(path)
    if (seenAt >= 0) {
      cycles.push({ path: [...above.slice(seenAt), path] })
      return
    }
    if (done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...above, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}

function longFunctions(source: Source): string[] {
  const found: string[] = []
  const lineAt = (offset: number) => source.text.slice(0, offset).split('\n').length
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const { type, start, end } = node as { type?: string; start?: number; end?: number }
    const isFunction =
      type !== undefined && /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type)
    if (isFunction && start !== undefined && end !== undefined) {
      const lines = lineAt(end) - lineAt(start) + 1
      if (lines > FUNCTION_LINES_MAX)
        found.push(`${source.path}:${lineAt(start)} is ${lines} lines: split it by what it does`)
    }
    Object.values(node).forEach(walk)
  }
  walk(parseSync(source.path, source.text).program)
  return found
}

function uses(pattern: RegExp, allowed: (path: string) => boolean, remedy: string): string[] {
  return SOURCES.filter(({ path }) => !allowed(path)).flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(code(line)) ? [`${path}:${index + 1} ${remedy}`] : [])),
  )
}

/** The line without its comment and its texts. */
function code(line: string): string {
  return line.replace(/^\s*(\*|\/\*|\/\/).*$/, '').replace(/\s\/\/ .*$/, '')
}

describe('the house', () => {
  it('imports inwards only: adapters never import one another, rules import no technology', () => {
    expect(SOURCES.flatMap(misplacedImports)).toEqual([])
  })

  it('has no import cycle, not even of types', () => {
    expect(importCycles().map(({ path }) => path.join(' -> '))).toEqual([])
  })

  it(`has no file over ${FILE_LINES_MAX} lines`, () => {
    const long = SOURCES.filter(({ lines }) => lines.length - 1 > FILE_LINES_MAX)
    expect(long.map(({ path, lines }) => `${path} has ${lines.length - 1} lines: split it by meaning`)).toEqual([])
  })

  it(`has no function over ${FUNCTION_LINES_MAX} lines`, () => {
    expect(SOURCES.flatMap(longFunctions)).toEqual([])
  })

  it('reads the environment in one file', () => {
    const remedy = 'reads process.env: take the value from Config'
    expect(uses(/process\.env\b/, path => path === 'src/config.ts', remedy)).toEqual([])
  })

  it('asks the time of the injected clock only', () => {
    const remedy = 'reads the wall clock: take a Clock or a time as an argument'
    const pattern = /Date\.now\(\)|new Date\(\)|performance\.now\(\)|Temporal\.Now/
    expect(uses(pattern, path => path === 'src/system-clock.ts', remedy)).toEqual([])
  })

  it('prints from the command line and the log only', () => {
    const allowed = (path: string) => path.startsWith('src/cli/') || path === 'src/log.ts'
    expect(uses(/\bconsole\.\w+/, allowed, 'prints: use the log, or return words to the command')).toEqual([])
  })

  it('calls no file or folder by a word that says nothing', () => {
    const empty = /(^|\/)(utils?|helpers?|common|managers?|services?)(\.ts|\/)/
    const paths = [...SOURCES, ...filesBelow('test', '.ts')].map(({ path }) => path)
    expect(paths.filter(path => empty.test(path)).map(path => `${path}: name it after what it does`)).toEqual([])
  })

  it('keeps no switched-off or unfinished test', () => {
    const tests = filesBelow('test', '.test.ts').filter(({ path }) => basename(path) !== 'house-rules.test.ts')
    const off = tests.filter(({ text }) => /\b(it|test|describe)\.(skip|only|todo)\b/.test(text))
    expect(off.map(({ path }) => path)).toEqual([])
  })
})

describe('the documents', () => {
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
    .filter(path => existsSync(join(ROOT, path)))
    .map(path => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
  const pages = existsSync(join(ROOT, 'docs')) ? filesBelow('docs', '.md') : []

  it('name only paths that exist', () => {
    const missing = [...documents, ...pages].flatMap(({ path, text }) => {
      const named = [
        ...text.matchAll(/(?:`|\]\()((?:src|test|docs|script|bin|workflows|templates|schemas|bench)\/[\w./-]+)/g),
      ]
      return named
        .map(match => (match[1] ?? '').replace(/[.,:]+$/, ''))
        .filter(name => !existsSync(join(ROOT, name)) && !existsSync(join(ROOT, dirname(path), name)))
        .map(name => `${path} names ${name}, which does not exist`)
    })
    expect(missing).toEqual([])
  })

  it('link to pages that exist', () => {
    const broken = [...documents, ...pages].flatMap(({ path, text }) => {
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(match => match[1] ?? '')
      return links.filter(link => !existsSync(join(ROOT, dirname(path), link))).map(link => `${path} -> ${link}`)
    })
    expect(broken).toEqual([])
  })
})
