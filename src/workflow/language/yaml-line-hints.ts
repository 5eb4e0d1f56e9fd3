import type { ErrorCode } from 'yaml'

interface BrokenLine {
  /** The line that YAML could not read, those above it, the one before it and the next that is not empty. */
  line: string
  above: string[]
  before: string
  after: string
  code: ErrorCode
  /** True for a key of the language. */
  isKey(word: string): boolean
  /** True for a word that begins a step. */
  isVerb(word: string): boolean
  /** True for a key of the left margin. */
  isTop(word: string): boolean
}

/** What to change about a line so that YAML takes it as it was meant; null when that is not plain. */
export function lineHint(broken: BrokenLine): string | null {
  return (
    dashHint(broken) ??
    closerHint(broken) ??
    commaHint(broken) ??
    colonHint(broken) ??
    conditionHint(broken) ??
    stepHint(broken) ??
    columnHint(broken) ??
    nearColumnHint(broken) ??
    depthHint(broken)
  )
}

function dashHint({ line }: BrokenLine): string | null {
  const [, bullet] = /^\s*(?:[*•+]|\d+[.)])\s+([a-z-]+:.*)$/.exec(line) ?? []
  if (bullet !== undefined) return `A step begins with a dash: \`- ${shown(bullet)}\`.`
  const [, key, item] = /^\s*(?:- )?([a-z-]+):\s+-\s+(\S.*)$/.exec(line) ?? []
  if (key !== undefined) return `Write the list in brackets: \`${key}: [${shown(String(item))}]\`.`
  const [, step] = /^\s*-([a-z][a-z-]*:.*)$/.exec(line) ?? []
  return step === undefined ? null : `Put a space after the dash: \`- ${shown(step)}\`.`
}

function colonHint({ line, isVerb, isKey }: BrokenLine): string | null {
  const [, top] = /^([a-z-]+)\s*$/.exec(line) ?? []
  if (top !== undefined && isKey(top)) return `Put a colon after \`${top}\`: \`${top}:\`.`
  const [, name = '', value = ''] = /^(?:- +)?([a-z-]+)\s*[:=]\s*(\S.*)$/.exec(line) ?? []
  if (isKey(name) && !isVerb(name) && /^(?:- |[a-z-]+(?::\S|\s*=))/.test(line))
    return `Write \`${name}: ${shown(value)}\`.`
  const [, alone] = /^\s*- ([a-z-]+)\s*$/.exec(line) ?? []
  if (alone !== undefined && isKey(alone)) return `Put a colon after \`${alone}\`: \`- ${alone}:\`.`
  const [, verb = '', rest = ''] = /^\s*- ([a-z-]+) ([^:]*)$/.exec(line) ?? []
  return isVerb(verb) || isKey(verb) ? `Put a colon after \`${verb}\`: \`- ${verb}: ${shown(rest)}\`.` : null
}

/** A bracket more at the end than was opened. */
function closerHint({ line, code }: BrokenLine): string | null {
  const [opened, closed] = [line.split(/[[{]/).length, line.split(/[\]}]/).length]
  return code === 'UNEXPECTED_TOKEN' && closed > opened && /[\]}]\s*$/.test(line)
    ? `Take the last bracket out: \`${shown(line.trim().replace(/[\]}]$/, ''))}\`.`
    : null
}

function commaHint({ line, code }: BrokenLine): string | null {
  return code === 'MISSING_CHAR' && /\[[^\]]*["'\w]\s+["'][^\]]*\]/.test(line)
    ? 'Put a comma between the entries: `[reply, click]`.'
    : null
}

/** A condition with brackets of its own inside `{…}`. */
function conditionHint({ line }: BrokenLine): string | null {
  const [, condition] = /\{[^'"]*\bif:\s*([^'"].*?)\s*\}+\s*$/.exec(line) ?? []
  return condition !== undefined && /[[\]{},]/.test(condition)
    ? `Put the condition in quotes: \`if: '${shown(condition.replaceAll("'", '"'))}'\`.`
    : null
}

/** A step without its dash. */
function stepHint({ line, before, code, isVerb }: BrokenLine): string | null {
  const [, verb = '', rest = ''] = /^\s*([a-z-]+):(.*)$/.exec(line) ?? []
  return code === 'BAD_INDENT' && isVerb(verb) && indentOf(line) <= indentOf(before)
    ? `A step begins with a dash: \`- ${verb}:${shown(rest)}\`.`
    : null
}

/** A key that begins where the dash of its step stands. */
function columnHint(broken: BrokenLine): string | null {
  const { line, before, code } = broken
  const listed = dashColumnHint(broken)
  if (listed !== null) return listed
  const [, key] = /^\s*([a-z-]+):/.exec(line) ?? []
  const [, dash, verb] = /^(\s*- )([a-z-]+):/.exec(before) ?? []
  if (code !== 'BAD_INDENT' || key === undefined || dash === undefined || indentOf(line) !== indentOf(before))
    return null
  return beginHint(key, { name: String(verb), column: dash.length })
}

/** A key one space beside the column of the keys round it. */
function nearColumnHint({ line, above, code, isTop }: BrokenLine): string | null {
  const [, key] = /^\s*([\w-]+):(?:\s|$)/.exec(line) ?? []
  if (key === undefined || !/^(?:BAD_INDENT|MISSING_CHAR)$/.test(code)) return null
  const near = keysAbove(above).filter(({ column }) => Math.abs(column - indentOf(line)) === 1)
  const wanted = isTop(key) ? near.at(-1) : near[0]
  return wanted === undefined ? null : beginHint(key, wanted)
}

interface KeyAbove {
  name: string
  column: number
}

/** The keys whose maps are still open at the end of these lines, the innermost first. */
function keysAbove(lines: string[]): KeyAbove[] {
  const open: KeyAbove[] = []
  for (const line of lines.toReversed()) {
    const [, before, name] = /^(\s*(?:- )*)([\w-]+):(?:\s|$)/.exec(line) ?? []
    if (before === undefined || name === undefined) continue
    if (before.length < (open.at(-1)?.column ?? Number.POSITIVE_INFINITY)) open.push({ name, column: before.length })
  }
  return open
}

function beginHint(key: string, { name, column }: KeyAbove): string {
  return column === 0
    ? `Begin \`${key}\` at the left margin.`
    : `Begin \`${key}\` right below \`${name}\`: with ${column} spaces before it.`
}

/** An entry of a list whose dash stands elsewhere than the one above. */
function dashColumnHint({ line, before, after, isVerb }: BrokenLine): string | null {
  const [, spaces = '', step] = /^(\s*)- ([a-z-]+)/.exec(line) ?? []
  // Then the key below it stands too deep, and not the dash.
  if (/^\s*[a-z-]+:/.test(after) && indentOf(after) > spaces.length + 2) return null
  const [, above = '', first] = /^(\s*)- ([a-z-]+):/.exec(before) ?? []
  if (step === undefined || first === undefined || spaces.length === above.length) return null
  if (!isVerb(step))
    return `Take its dash out: \`${step}\` stands right below \`${first}\`, with ${above.length + 2} spaces before it.`
  return first === 'if' && spaces.length > above.length
    ? 'Put `do:` above it, right below `if`.'
    : `Begin it with ${above.length} spaces, as the step above: \`${above}- ${step}\`.`
}

/** A key with a value on its line, and more below it that is indented deeper. */
function depthHint({ line, after, code, isVerb }: BrokenLine): string | null {
  const [, dash, key = '', value = ''] = /^(\s*(?:- )*)([a-z-]+):\s+(\S.*)$/.exec(line) ?? []
  if (code !== 'BLOCK_AS_IMPLICIT_KEY' || dash === undefined || indentOf(after) <= dash.length) return null
  const [, below] = /^\s*([a-z-]+):/.exec(after) ?? []
  const isScalarKey = dash !== '' || isVerb(key) || indentOf(after) === 1
  if (below !== undefined && !isScalarKey)
    return `After \`${key}:\` stands a value, or keys below it, not both: take \`${shown(value)}\` out.`
  if (below !== undefined) return beginHint(below, { name: key, column: dash.length })
  return /^\s*- /.test(after)
    ? `After \`${key}:\` stands a value, or a list below it, not both: take \`${shown(value)}\` or the list out.`
    : null
}

function indentOf(line: string): number {
  return line.search(/[^ ]|$/)
}

function shown(text: string): string {
  return text.trimEnd().slice(0, 60)
}
