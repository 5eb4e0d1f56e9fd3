import { lookUp } from '../../domain/text/look-up.ts'
import type { Problem } from '../../workflow/problem.ts'
import { COMPARES_NOTHING } from './check-blocks.ts'
import { type FieldOrigin, type FieldTree, fieldAt, fieldPaths } from './merge-fields.ts'
import { scanMustaches } from './mustaches.ts'
import { didYouMean } from './nearest-name.ts'
import type { Place } from './place.ts'
import { BLOCK_WORDS, parseTemplateText, VALUE_WORDS } from './template-language.ts'
import { type TemplateProblemCode, templateProblem } from './template-problem-codes.ts'

type FieldNode = FieldOrigin | FieldTree | [FieldTree]

interface Visit {
  /** The whole context first, then one list item per surrounding each. */
  trees: FieldTree[]
  /** `mails[].` inside a list, empty at the top. */
  prefix: string
  variables: Set<string>
  refuse(node: hbs.AST.Node, code: TemplateProblemCode, words: Pick<Problem, 'message' | 'hint'>): void
}

const DATA_WORDS = ['index', 'first', 'last']

/** Checks every field and word of a text against what the kind of mail knows, and gathers the fields it reads. */
export function checkFields(
  text: string,
  origin: Place,
  fields: FieldTree,
): { problems: Problem[]; variables: string[] } {
  const problems: Problem[] = []
  const variables = new Set<string>()
  const visitFrom = (start: Place): Visit => ({
    trees: [fields],
    prefix: '',
    variables,
    refuse: (node, code, words) => problems.push(templateProblem(code, placeIn(start, node.loc), words)),
  })
  const whole = parseOrNull(text)
  if (whole !== null) visitAll(whole.body, visitFrom(origin))
  // A text whose blocks do not close still has fields that can be wrong.
  else if (!/\{\{~?#each/.test(text)) {
    for (const mustache of scanMustaches(text, origin).mustaches) {
      const single = mustache.form === 'value' ? parseOrNull(mustache.raw) : null
      if (single !== null) visitAll(single.body, visitFrom(mustache))
    }
  }
  return { problems, variables: [...variables] }
}

// The place of a syntax error is told by the check of the blocks.
function parseOrNull(text: string): hbs.AST.Program | null {
  try {
    return parseTemplateText(text)
  } catch {
    return null
  }
}

function visitAll(statements: hbs.AST.Statement[], visit: Visit): void {
  for (const statement of statements) {
    if (statement.type === 'MustacheStatement') visitValue(statement as hbs.AST.MustacheStatement, visit)
    if (statement.type === 'BlockStatement') visitBlock(statement as hbs.AST.BlockStatement, visit)
  }
}

function visitValue(statement: hbs.AST.MustacheStatement, visit: Visit): void {
  const { path } = statement
  const word = path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).original : null
  if (word === null) {
    const written = 'value' in path ? String(path.value) : ''
    const hint = isField(written, visit.trees)
      ? `Write it without quotes: \`{{${written}}}\`.`
      : 'Write it without braces.'
    visit.refuse(path, 'TEND-T033', { message: 'A mustache holds a bare value.', hint })
  } else if (word === 'greeting') checkGreeting(statement, visit)
  else if (word === 'or') checkOr(statement, visit)
  else if (statement.params.length > 0 || statement.hash !== undefined) refuseWord(word, statement, visit)
  else checkValue(path as hbs.AST.PathExpression, visit)
}

function visitBlock(block: hbs.AST.BlockStatement, visit: Visit): void {
  const word = String(block.path.original)
  const [param, ...others] = block.params
  const isOdd = others.length > 0 || block.hash !== undefined || (block.program?.blockParams ?? []).length > 0
  if (lookUp(BLOCK_WORDS, word) === undefined) refuseWord(word, block, visit)
  else if (param?.type !== 'PathExpression' || isOdd) {
    const message = `\`${word}\` takes one field.`
    visit.refuse(block.path, 'TEND-T033', { message, hint: paramsHint(word, block.params) })
  } else {
    const node = resolve(param as hbs.AST.PathExpression, visit)
    const inner = word === 'each' && node !== null ? enterList(param as hbs.AST.PathExpression, node, visit) : visit
    visitAll(block.program?.body ?? [], inner)
    visitAll(block.inverse?.body ?? [], visit)
  }
}

function paramsHint(word: string, params: hbs.AST.Expression[]): string {
  const words = params.map(param => ('original' in param ? String(param.original) : ''))
  if (word === 'if' && words[0] === 'not' && words.length === 2) return `Write \`{{#unless ${words[1]}}}…{{/unless}}\`.`
  if (words[1] === 'and' || words[1] === 'or')
    return `Ask one field at a time: \`{{#if ${words[0]}}}\`, and another \`{{#if …}}\` inside it or in \`{{else}}\`.`
  if (params.some(param => param.type === 'SubExpression')) return COMPARES_NOTHING
  return `Write \`${lookUp(BLOCK_WORDS, word)}\`.`
}

function enterList(path: hbs.AST.PathExpression, node: FieldNode, visit: Visit): Visit {
  if (Array.isArray(node)) {
    return { ...visit, trees: [...visit.trees, node[0]], prefix: `${path.parts.join('.')}[].` }
  }
  const hint = '`{{#each}}` goes through a list.'
  visit.refuse(path, 'TEND-T033', { message: `\`${path.original}\` is no list.`, hint })
  return visit
}

function checkGreeting(statement: hbs.AST.MustacheStatement, visit: Visit): void {
  const { path, params, hash } = statement
  if (params.length !== 1 || params[0]?.type !== 'StringLiteral' || hash !== undefined) {
    const hint = `Write \`${VALUE_WORDS.greeting}\`.`
    visit.refuse(path, 'TEND-T033', { message: '`greeting` takes one quoted word.', hint })
  } else if (fieldAt(visit.trees[0] ?? {}, ['lead', 'firstName']) === null) {
    const hint = 'It greets a lead; a notice goes to your own people. Write the words themselves.'
    visit.refuse(path, 'TEND-T032', { message: '`greeting` is not known in a notice.', hint })
  } else visit.variables.add('lead.firstName')
}

function checkOr(statement: hbs.AST.MustacheStatement, visit: Visit): void {
  const { path, params, hash } = statement
  const isOdd = params.some(param => param.type !== 'PathExpression' && param.type !== 'StringLiteral')
  if (isOdd || params.length < 2 || hash !== undefined) {
    const message = '`or` takes two or more fields or quoted texts.'
    visit.refuse(path, 'TEND-T033', { message, hint: `Write \`${VALUE_WORDS.or}\`.` })
    return
  }
  for (const param of params) {
    if (param.type === 'PathExpression') checkValue(param as hbs.AST.PathExpression, visit)
  }
}

function checkValue(path: hbs.AST.PathExpression, visit: Visit): void {
  const node = resolve(path, visit)
  if (node === null || typeof node === 'string') return
  const message = `\`${path.original}\` is ${Array.isArray(node) ? 'a list' : 'a group of fields'}.`
  const names = Array.isArray(node) ? [] : Object.keys(node).map(name => `\`{{${path.original}.${name}}}\``)
  const hint = Array.isArray(node)
    ? `Go through it with \`${BLOCK_WORDS.each}\`.`
    : `Name one field of it: ${names.join(', ')}.`
  visit.refuse(path, 'TEND-T033', { message, hint })
}

function resolve(path: hbs.AST.PathExpression, visit: Visit): FieldNode | null {
  const { trees, prefix, variables } = visit
  const [first = '', ...rest] = path.parts
  if (path.data && rest.length === 0 && DATA_WORDS.includes(first) && trees.length > 1) return 'own'
  const isRoot = path.data && first === 'root'
  const tree = (isRoot ? trees[0] : trees[trees.length - 1 - path.depth]) ?? {}
  const names = isRoot ? rest : path.parts
  const node = (path.data && !isRoot) || names.length === 0 ? null : fieldAt(tree, names)
  if (node === null) refuseField(path, tree, visit)
  else variables.add(tree === trees[0] ? names.join('.') : prefix + names.join('.'))
  return node
}

function refuseField(path: hbs.AST.PathExpression, tree: FieldTree, visit: Visit): void {
  const given = path.parts.join('.')
  const example = lookUp(VALUE_WORDS, given) ?? lookUp(BLOCK_WORDS, given)
  if (example !== undefined) {
    visit.refuse(path, 'TEND-T033', { message: `\`${given}\` needs a value.`, hint: `Write \`${example}\`.` })
    return
  }
  const isOneUp =
    path.depth > 0 && visit.trees.length === 1 && typeof fieldAt(visit.trees[0] ?? {}, path.parts) === 'string'
  const isOutside = visit.trees.length > 1 && fieldAt(visit.trees[0] ?? {}, path.parts) !== null
  const known = fieldPaths(tree)
  const hint = isOneUp
    ? `Write \`{{${given}}}\`.`
    : isOutside
      ? `Inside \`{{#each}}\` write \`@root.${given}\`.`
      : fieldHint(given, known)
  visit.refuse(path, 'TEND-T031', { message: `\`${path.original}\` is no merge field.`, hint })
}

function fieldHint(given: string, known: string[]): string {
  const last = plain(given.replace(/^.*\./, ''))
  const elsewhere = FIELDS_ELSEWHERE.find(([form]) => form.test(given))?.[1]
  if (elsewhere !== undefined && known.includes('offer.title')) return elsewhere
  if (NOT_IN_MAIL.test(given) && !known.includes(given))
    return `Workflows know it, this mail does not show it. ${list(known)}`
  const longer = known.filter(name => last.length > 3 && name.toLowerCase().endsWith(last))
  if (longer.length === 1) return `Did you mean \`${longer[0]}\`?`
  if (
    /^((lead|user|contact|customer|person|recipient)\.)?(full)?name$/i.test(given) &&
    known.includes('lead.firstName')
  )
    return 'Write `{{lead.firstName}} {{lead.lastName}}`, or `{{greeting "Hello"}}`.'
  if (NOTICES_ONLY.test(given) && !known.includes(given))
    return `Only mail to your own people (\`kind: notice\`) knows it. ${list(known)}`
  const sameEnd = known.find(name => name.toLowerCase().endsWith(`.${last}`))
  if (sameEnd !== undefined && last !== 'name') return `Did you mean \`${sameEnd}\`?`
  if (/^end(if|unless|each)?$/i.test(given)) return 'Write `{{/if}}`, `{{/unless}}` or `{{/each}}`.'
  return didYouMean(
    given,
    known,
    given.includes('.') || known.length === 0 ? list(known) : `A partial is \`{{> ${given}}}\`. ${list(known)}`,
  )
}

function list(known: string[]): string {
  return known.length === 0 ? 'Name a field such as `lead.company`.' : `Known here: ${known.join(', ')}.`
}

/** `first_name` and `first-name` are `firstName`. */
function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase()
}

/** Fields of other tools. */
const FIELDS_ELSEWHERE: [RegExp, string][] = [
  [/^(offer|product|app)(\.|_?)name$|^(product|app|plan)$/i, 'Did you mean `offer.title`?'],
  [
    /^(today|now|current_?(date|year|time)|year|month|day)$/i,
    'A mail knows one day only, that of the inquiry: `{{inquiry.date}}`.',
  ],
  [/^(sender|owner|agent|rep)\.?_?((first|last|full)_?)?name$/i, 'Did you mean `sender.name`?'],
  [/^(account|organi[sz]ation)(\.|_?)(name)?$/i, 'Did you mean `lead.company`?'],
  [/^unsub/i, 'Did you mean `unsubscribeUrl`?'],
]

const NOTICES_ONLY = /^(mails|scores|inquiries|note|escalation\.\w+)$/
const NOT_IN_MAIL =
  /^(attribute\.\w+|lead\.(email|phone|score|tags|status|language|zone)|inquiry\.(note|campaign|intent))$/

function refuseWord(
  word: string,
  { type, path, params, hash }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement,
  visit: Visit,
): void {
  const known = [...Object.keys(BLOCK_WORDS), ...Object.keys(VALUE_WORDS)]
  const words = params.map(param => ('original' in param ? String(param.original) : ''))
  const hint =
    (wordHint(word, words) ?? insteadHint(word, hash, visit) ?? didYouMean(word, known, '')) ||
    (type === 'BlockStatement' ? blockHint(words[0], visit) : fieldsHint(word, words, visit)) ||
    `Known words: ${known.join(', ')}.`
  visit.refuse(path, 'TEND-T032', { message: `\`${word}\` is no word that templates know.`, hint })
}

/** What other tools call it. */
function wordHint(word: string, [first, second]: string[]): string | null {
  if (/^(eq|ne|neq|is|equals?|compare|gt|gte|lt|lte|contains|if_?eq(uals)?|ifcond)$/i.test(word))
    return COMPARES_NOTHING
  if (/^with$/i.test(word))
    return `Write the whole name of a field: \`{{${first}.${first === 'lead' ? 'company' : 'title'}}}\`.`
  if (/^(default|fallback|coalesce|if_?empty)$/i.test(word))
    return `Write \`{{or ${first} "${second ?? 'your company'}"}}\`.`
  if (/^(lang|language|locale|i18n|t|translate)$/i.test(word))
    return 'A language has a file of its own: `welcome.cs.hbs` beside `welcome.hbs`.'
  if (lookUp(BLOCK_WORDS, word) !== undefined) return `Write \`${lookUp(BLOCK_WORDS, word)}\`.`
  if (/^(else?if|elif|elsif)$/i.test(word)) return `Write \`{{else if ${first}}}\`.`
  if (/^(include|import|partial|render|insert)$/i.test(word)) return `Write \`{{> ${first}}}\`.`
  return /^(hello|hi|dear|hey|salutation|greet|welcome)$/i.test(word) ? 'Write `{{greeting "Hello"}}`.' : null
}

/** `{{lead.company default="you"}}`. */
function insteadHint(word: string, hash: hbs.AST.Hash | undefined, { trees }: Visit): string | null {
  const [value] = (hash?.pairs ?? []).map(pair => ('value' in pair.value ? String(pair.value.value) : ''))
  return value === undefined || !isField(word, trees) ? null : `Write \`{{or ${word} "${value}"}}\`.`
}

function blockHint(first: string | undefined, { trees }: Visit): string {
  return isField(first, trees) ? `Write \`{{#if ${first}}}…{{/if}}\`.` : ''
}

/** Several words in the braces, one of them a field. */
function fieldsHint(word: string, [first, ...more]: string[], { trees }: Visit): string {
  if (isField(first, trees)) return `Nothing changes a field: write \`{{${first}}}\`.`
  if (!isField(word, trees)) return fieldInWords(`${word}${first ?? ''}`, trees[0] ?? {})
  return /^(or|\?\?|\|\|?)$/.test(first ?? '')
    ? `Write \`{{or ${word} "${more.join(' ') || 'your company'}"}}\`.`
    : `A field stands alone: \`{{${word}}}\`.`
}

function isField(name: string | undefined, trees: FieldTree[]): boolean {
  return name !== undefined && fieldAt(trees[0] ?? {}, name.split('.')) !== null
}

/** `lead.first name`: a field with a space in it. */
function fieldInWords(given: string, tree: FieldTree): string {
  const field = fieldPaths(tree).find(path => path.toLowerCase() === given.toLowerCase())
  return field === undefined ? '' : `Write \`{{${field}}}\`.`
}

function placeIn(origin: Place, { start }: hbs.AST.SourceLocation): Place {
  const column = start.line === 1 ? origin.column + start.column : start.column + 1
  return { file: origin.file, line: origin.line + start.line - 1, column }
}
