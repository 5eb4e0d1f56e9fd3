import type { Problem } from '../workflow/problem.ts'
import { type Mustache, type ScannedText, shorten } from './mustaches.ts'
import { didYouMean } from './nearest-name.ts'
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
  const whole = completed(mustache)
  if (whole === null) return []
  try {
    parseTemplateText(whole)
    return []
  } catch (error) {
    const expected = /Expecting [^\n]*got '(\w+)'/.exec(String(error))?.[1]
    const message = `\`${shorten(mustache.raw)}\` is not Handlebars${expected === undefined ? '' : ` (it stumbles over ${expected})`}.`
    const hint = /[=<>!]/.test(mustache.raw)
      ? 'A template compares nothing: ask for one field, `{{#if lead.company}}`, or choose the mail in the workflow.'
      : 'Write one field or one word with its values.'
    return [templateProblem('TEND-T030', mustache, { message, hint })]
  }
}

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
  return templateProblem('TEND-T030', mustache, { message, hint: `Write \`{{/${mustache.name}}}\` where it ends.` })
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
  if (opening.name !== close.name) {
    const message = `\`${shorten(close.raw)}\` closes \`${shorten(opening.raw)}\` of line ${opening.line}.`
    const hint =
      didYouMean(close.name, Object.keys(BLOCK_WORDS), '') === ''
        ? `Write \`{{/${opening.name}}}\` before it.`
        : `Write \`{{/${opening.name}}}\`.`
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
