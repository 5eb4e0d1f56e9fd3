import type { Problem } from '../workflow/problem.ts'
import { type FieldOrigin, type FieldTree, fieldAt, fieldPaths } from './merge-fields.ts'
import { didYouMean } from './nearest-name.ts'
import { BLOCK_WORDS, parseTemplateText, VALUE_WORDS } from './template-language.ts'
import { type Place, type TemplateProblemCode, templateProblem } from './template-problem-codes.ts'

interface Scope {
  /** The whole context first, then one list item per surrounding each. */
  trees: FieldTree[]
  /** `mails[].` inside a list, empty at the top. */
  prefix: string
}

interface Findings {
  origin: Place
  problems: Problem[]
  variables: Set<string>
}

const DATA_WORDS = ['index', 'first', 'last']

/** Checks every field and word of a text against what the kind of mail knows, and gathers the fields it reads. */
export function checkFields(text: string, origin: Place, fields: FieldTree): { problems: Problem[]; variables: string[] } {
  const found: Findings = { origin, problems: [], variables: new Set() }
  try {
    visitAll(parseTemplateText(text).body, { trees: [fields], prefix: '' }, found)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Parse error')) throw error
    // The place of a syntax error is told by the check of the blocks.
  }
  return { problems: found.problems, variables: [...found.variables] }
}

function visitAll(statements: hbs.AST.Statement[], scope: Scope, found: Findings): void {
  for (const statement of statements) {
    if (statement.type === 'MustacheStatement') visitValue(statement as hbs.AST.MustacheStatement, scope, found)
    if (statement.type === 'BlockStatement') visitBlock(statement as hbs.AST.BlockStatement, scope, found)
  }
}

function visitValue(statement: hbs.AST.MustacheStatement, scope: Scope, found: Findings): void {
  const path = statement.path
  if (path.type !== 'PathExpression') {
    return refuse('TEND-T033', path, ['A mustache holds a bare value.', 'Write the text without braces.'], found)
  }
  const word = (path as hbs.AST.PathExpression).original
  if (word === 'greeting') return checkGreeting(statement, scope, found)
  if (word === 'or') return checkOr(statement, scope, found)
  if (statement.params.length > 0 || statement.hash !== undefined) return unknownWord(word, path, found)
  checkValue(path as hbs.AST.PathExpression, scope, found)
}

function visitBlock(block: hbs.AST.BlockStatement, scope: Scope, found: Findings): void {
  const word = block.path.original
  const [param, ...others] = block.params
  if (BLOCK_WORDS[String(word)] === undefined) unknownWord(String(word), block.path, found)
  else if (param?.type !== 'PathExpression' || others.length > 0 || block.hash !== undefined || hasBlockParams(block)) {
    refuse('TEND-T033', block.path, [`\`${word}\` takes one field.`, `Write \`${BLOCK_WORDS[String(word)]}\`.`], found)
  } else {
    const inner = enterBlock(String(word), param as hbs.AST.PathExpression, scope, found)
    visitAll(block.program?.body ?? [], inner, found)
    visitAll(block.inverse?.body ?? [], scope, found)
  }
}

function hasBlockParams(block: hbs.AST.BlockStatement): boolean {
  return (block.program?.blockParams ?? []).length > 0
}

function enterBlock(word: string, path: hbs.AST.PathExpression, scope: Scope, found: Findings): Scope {
  const node = resolve(path, scope, found)
  if (word !== 'each' || node === null) return scope
  if (!Array.isArray(node)) {
    refuse('TEND-T033', path, [`\`${path.original}\` is no list.`, '`{{#each}}` goes through a list.'], found)
    return scope
  }
  return { trees: [...scope.trees, node[0]], prefix: `${path.parts.join('.')}[].` }
}

function checkGreeting(statement: hbs.AST.MustacheStatement, scope: Scope, found: Findings): void {
  const good = statement.params.length === 1 && statement.params[0]?.type === 'StringLiteral' && statement.hash === undefined
  const root = scope.trees[0] ?? {}
  if (!good) {
    return refuse('TEND-T033', statement.path, ['`greeting` takes one quoted word.', 'Write `{{greeting "Hello"}}`.'], found)
  }
  if (fieldAt(root, ['lead', 'firstName']) === null) {
    const advice = 'It greets a lead; a notice goes to your own people. Write the words themselves.'
    return refuse('TEND-T032', statement.path, ['`greeting` is not known in a notice.', advice], found)
  }
  found.variables.add('lead.firstName')
}

function checkOr(statement: hbs.AST.MustacheStatement, scope: Scope, found: Findings): void {
  const odd = statement.params.some(param => param.type !== 'PathExpression' && param.type !== 'StringLiteral')
  if (odd || statement.params.length < 2 || statement.hash !== undefined) {
    const message = '`or` takes two or more fields or quoted texts.'
    return refuse('TEND-T033', statement.path, [message, `Write \`${VALUE_WORDS.or}\`.`], found)
  }
  for (const param of statement.params) {
    if (param.type === 'PathExpression') checkValue(param as hbs.AST.PathExpression, scope, found)
  }
}

function checkValue(path: hbs.AST.PathExpression, scope: Scope, found: Findings): void {
  const node = resolve(path, scope, found)
  if (node === null || typeof node === 'string') return
  const inside = Array.isArray(node) ? 'a list: go through it with `{{#each}}`.' : 'a group: name one field of it.'
  refuse('TEND-T033', path, [`\`${path.original}\` is ${inside}`, null], found)
}

function resolve(path: hbs.AST.PathExpression, scope: Scope, found: Findings): FieldOrigin | FieldTree | [FieldTree] | null {
  const [first = '', ...rest] = path.parts
  if (path.data && first !== 'root' && rest.length === 0 && DATA_WORDS.includes(first) && scope.trees.length > 1) return 'own'
  const toRoot = path.data && first === 'root'
  const tree = toRoot ? scope.trees[0] : scope.trees[scope.trees.length - 1 - path.depth]
  const names = toRoot ? rest : path.parts
  const node = tree === undefined || (path.data && !toRoot) || names.length === 0 ? null : fieldAt(tree, names)
  if (node === null) unknownField(path, tree ?? {}, scope, found)
  else found.variables.add(tree === scope.trees[0] ? names.join('.') : scope.prefix + names.join('.'))
  return node
}

function unknownField(path: hbs.AST.PathExpression, tree: FieldTree, scope: Scope, found: Findings): void {
  const given = path.parts.join('.')
  const outer = scope.trees.length > 1 && fieldAt(scope.trees[0] ?? {}, path.parts) !== null
  const known = fieldPaths(tree)
  const otherwise = `Known here: ${known.join(', ')}.`
  const hint = outer ? `Inside \`{{#each}}\` write \`@root.${given}\`.` : didYouMean(given, known, otherwise)
  const isWord = VALUE_WORDS[given] ?? BLOCK_WORDS[given]
  if (isWord !== undefined) return refuse('TEND-T033', path, [`\`${given}\` needs a value.`, `Write \`${isWord}\`.`], found)
  refuse('TEND-T031', path, [`\`${path.original}\` is no merge field.`, hint], found)
}

function unknownWord(word: string, node: hbs.AST.Node, found: Findings): void {
  const known = [...Object.keys(BLOCK_WORDS), ...Object.keys(VALUE_WORDS)]
  const hint = didYouMean(word, known, `Known words: ${known.join(', ')}.`)
  refuse('TEND-T032', node, [`\`${word}\` is no word that templates know.`, hint], found)
}

function refuse(code: TemplateProblemCode, node: hbs.AST.Node, [message, hint]: [string, string | null], found: Findings): void {
  const { line, column } = node.loc.start
  const base = found.origin
  const place = {
    file: base.file,
    line: base.line + line - 1,
    column: line === 1 ? base.column + column : column + 1,
  }
  found.problems.push(templateProblem(code, place, message, hint))
}
