import { lookUp } from '../../domain/text/look-up.ts'
import type { Problem } from '../../workflow/problem.ts'
import { type Mustache, type ScannedText, shorten } from './mustaches.ts'
import { nearestName } from './nearest-name.ts'
import { BLOCK_WORDS, parseTemplateText } from './template-language.ts'
import { templateProblem } from './template-problem-codes.ts'

/**
 * Blocks that do not close, stand on half a paragraph or count a list, and single mustaches that do not parse.
 * Handlebars itself names the place where it lost its way, often the end of the file: here it is the tag that is wrong.
 */
export function checkBlocks(scanned: ScannedText, mustaches: Mustache[], markdown: boolean): Problem[] {
  const problems = mustaches.flatMap(checkSyntax)
  const open: Mustache[][] = []
  for (const mustache of mustaches) {
    if (mustache.form === 'open') open.push([mustache])
    if (mustache.form === 'else') problems.push(...addElse(mustache, open.at(-1)))
    if (mustache.form === 'partial') problems.push(...checkPartialPlace(mustache, open))
    if (mustache.form === 'close') problems.push(...closeBlock(mustache, open, markdown ? scanned : null))
  }
  return [...problems, ...open.flat().filter(isOpening).map(neverClosed)]
}

function checkSyntax(mustache: Mustache): Problem[] {
  const [, sign, rest] = /^\{\{~?\s+([#/])\s*(.*?)\s*~?\}\}$/.exec(mustache.raw) ?? []
  if (sign !== undefined) {
    const message = `\`${shorten(mustache.raw)}\` has a space before \`${sign}\`.`
    return [templateProblem('TEND-T030', mustache, { message, hint: `Write \`{{${sign}${rest}}}\`.` })]
  }
  const whole = completed(mustache)
  // `{{#/if}}` is told as a block that is none.
  if (whole === null || mustache.name.startsWith('/')) return []
  try {
    parseTemplateText(whole)
    return []
  } catch (error) {
    const expected = /Expecting [^\n]*got '(\w+)'/.exec(String(error))?.[1]
    const message = `\`${shorten(mustache.raw)}\` is not Handlebars${expected === undefined ? '' : ` (it stumbles over ${expected})`}.`
    return [templateProblem('TEND-T030', mustache, { message, hint: syntaxHint(mustache.raw) })]
  }
}

function syntaxHint(raw: string): string {
  const [, one, other] = /^\{\{\s*([a-z]+\.\w+)\s*,\s*([a-z]+\.\w+)\s*\}\}$/i.exec(raw) ?? []
  if (one !== undefined) return `Write one field in each: \`{{${one}}} {{${other}}}\`.`
  const [, field] = /^\{\{\s*(?:or\s+)?([a-z]+\.\w+)\s*(?:,|\||\?\?)/i.exec(raw) ?? []
  const [, filtered] = /^\{\{\s*([a-z]+\.\w+)\s*\|\s*(?!default)\w+\s*\}\}$/i.exec(raw) ?? []
  if (filtered !== undefined) return `Nothing changes a field: write \`{{${filtered}}}\`.`
  const [, instead = '"there"'] = /("[^"]*")/.exec(raw) ?? []
  if (field !== undefined) return `For a word where the field is empty write \`{{or ${field} ${instead}}}\`.`
  const [, not] = /^\{\{#if\s+!\s*([\w.]+)\s*\}\}$/.exec(raw) ?? []
  if (not !== undefined) return `Write \`{{#unless ${not}}}…{{/unless}}\`.`
  if (/[=<>!]/.test(raw)) return COMPARES_NOTHING
  const fields = raw.replace(/\[["'](\w+)["']\]/g, '.$1').match(/\b(?:lead|inquiry|offer|publisher|sender)\.\w+/g)
  return fields === null
    ? 'Write one field or one word with its values.'
    : `A field stands alone: \`${fields.map(one => `{{${one}}}`).join(' ')}\`.`
}

export const COMPARES_NOTHING =
  'A template compares nothing: ask for one field, `{{#if lead.company}}`, or choose the mail in the workflow.'

function completed(mustache: Mustache): string | null {
  if (mustache.form === 'close' || mustache.form === 'comment') return null
  if (mustache.form === 'open') return `${mustache.raw}{{/${mustache.name}}}`
  return mustache.form === 'else' ? `{{#if a}}${mustache.raw}{{/if}}` : mustache.raw
}

function isOpening(mustache: Mustache): boolean {
  return mustache.form === 'open'
}

function neverClosed(mustache: Mustache): Problem {
  const message = `\`${shorten(mustache.raw)}\` is never closed.`
  if (lookUp(BLOCK_WORDS, mustache.name) === undefined) return noBlock(mustache)
  return templateProblem('TEND-T030', mustache, { message, hint: `Write \`{{/${mustache.name}}}\` where it ends.` })
}

const BLOCKS_ELSEWHERE: [RegExp, string][] = [
  [/^(for|foreach|loop|repeat|list)$/i, 'each'],
  [/^(ifnot|not|unless.*|empty)$/i, 'unless'],
  [/^(when|case|ifs?|only|show|.+\..+)/i, 'if'],
]

/** `{{#when …}}`, `{{#signature}}`, `{{#/if}}`. */
function noBlock(mustache: Mustache): Problem {
  const { name, raw } = mustache
  const words = Object.keys(BLOCK_WORDS)
  if (name === 'else')
    return templateProblem('TEND-T030', mustache, { message: '`else` opens no block.', hint: 'Write `{{else}}`.' })
  const near = nearestName(name, words)
  const meant = BLOCKS_ELSEWHERE.find(([form]) => form.test(name))?.[1]
  const hint = name.startsWith('/')
    ? `Write \`{{${name}}}\`.`
    : meant !== undefined || near !== null
      ? `Write \`${BLOCK_WORDS[meant ?? near ?? 'if']}\`.`
      : `Blocks are ${words.map(word => `\`#${word}\``).join(', ')}; a partial is \`{{> ${name}}}\`.`
  return templateProblem('TEND-T030', mustache, {
    message: `\`${shorten(raw)}\` opens no block that templates know.`,
    hint,
  })
}

function addElse(mustache: Mustache, block: Mustache[] | undefined): Problem[] {
  if (block !== undefined) {
    const isSecond = block.slice(1).some(({ raw }) => PLAIN_ELSE.test(raw))
    block.push(mustache)
    return isSecond ? [secondElse(mustache)] : []
  }
  const message = `\`${shorten(mustache.raw)}\` stands outside a block.`
  return [templateProblem('TEND-T030', mustache, { message, hint: 'Put it between `{{#if …}}` and `{{/if}}`.' })]
}

const PLAIN_ELSE = /^\{\{~?\s*(else|\^)\s*~?\}\}$/

function secondElse(mustache: Mustache): Problem {
  const message = `\`${shorten(mustache.raw)}\` comes after the \`{{else}}\` of the same block.`
  return templateProblem('TEND-T030', mustache, { message, hint: 'Keep one `{{else}}`, as the last branch.' })
}

function checkPartialPlace(mustache: Mustache, open: Mustache[][]): Problem[] {
  if (!open.some(block => block[0]?.name === 'each')) return []
  const message = `\`${shorten(mustache.raw)}\` stands inside \`{{#each}}\`, where its fields mean something else.`
  return [templateProblem('TEND-T026', mustache, { message, hint: 'Write the text of the partial here.' })]
}

function closeBlock(close: Mustache, open: Mustache[][], markdown: ScannedText | null): Problem[] {
  const block = open.pop()
  const opening = block?.[0]
  if (block === undefined || opening === undefined) {
    const message = `\`${shorten(close.raw)}\` closes nothing.`
    return [
      templateProblem('TEND-T030', close, { message, hint: `Drop it, or open \`{{#${close.name} …}}\` before it.` }),
    ]
  }
  if (opening.name !== close.name && lookUp(BLOCK_WORDS, opening.name) === undefined) return [noBlock(opening)]
  if (opening.name !== close.name) {
    const message = `\`${shorten(close.raw)}\` closes \`${shorten(opening.raw)}\` of line ${opening.line}.`
    const hint = `Write \`{{/${opening.name}}}\` ${lookUp(BLOCK_WORDS, close.name) === undefined ? 'in place of it' : 'before it'}.`
    return [templateProblem('TEND-T030', close, { message, hint })]
  }
  return markdown === null
    ? []
    : [...checkPlacement([...block, close], markdown), ...checkList(opening, close, markdown)]
}

// Half a paragraph in a block would leave a paragraph that opens and never closes.
function checkPlacement(tags: Mustache[], scanned: ScannedText): Problem[] {
  const [first, ...others] = tags
  const last = tags.at(-1)
  if (first === undefined || last === undefined) return []
  const odd = others.find(tag => tag.alone !== first.alone)
  const inside = scanned.text.slice(first.offset, last.offset)
  if (odd === undefined && (first.alone || !/\n[ \t]*\n/.test(inside))) return []
  const message = `\`${shorten(first.raw)}\` and \`${shorten((odd ?? last).raw)}\` do not enclose whole paragraphs.`
  const hint = 'Put each tag on a line of its own, or all of them inside one paragraph.'
  return [templateProblem('TEND-T051', odd ?? last, { message, hint })]
}

function checkList(opening: Mustache, close: Mustache, scanned: ScannedText): Problem[] {
  if (opening.name !== 'each') return []
  const inside = scanned.text.slice(opening.offset + opening.raw.length, close.offset)
  if (!/^ {0,3}\d+[.)] /m.test(inside)) return []
  const message = 'A numbered list inside `{{#each}}` would count 1, 1, 1.'
  return [templateProblem('TEND-T050', opening, { message, hint: 'Use dashes for the items.' })]
}
