import type { ASTNode } from '@marcbachmann/cel-js'
import { flowYaml } from '../language/flow-yaml.ts'
import { hintFor, nearest } from '../language/nearest.ts'
import type { ProblemName } from '../language/problem-codes.ts'
import { ATTRIBUTE_NAME } from './attribute-names.ts'
import { functionHint, meantField } from './condition-advice.ts'
import { neverEquals } from './condition-literals.ts'
import { timeTrouble } from './condition-times.ts'
import {
  ATTRIBUTES,
  type AttributeTypes,
  type ConditionPlace,
  FIELD_GROUPS,
  FIELD_NAMES,
  fieldOf,
  whereInstead,
} from './fields.ts'

export interface ConditionProblem {
  name: ProblemName
  message: string
  hint: string
  /** Place in the text of the condition, from 0. */
  start: number
  end: number
}

/** What a walk over a parsed condition found. */
export interface ConditionTree {
  /** `lead.score` …, known ones only, in order of first use. */
  fields: Set<string>
  problems: ConditionProblem[]
}

interface Walk extends ConditionTree {
  place: ConditionPlace
  /** Those that workflows set; null: whatever they are. */
  attributes: AttributeTypes | null
}

/** Names that loops bind, and how many loops stand round the node. */
interface Scope {
  locals: readonly string[]
  loops: number
  /** The value that the node is compared with, or asked for. */
  beside?: string | number | undefined
}

const FUNCTIONS = ['size', 'has', 'timestamp', 'duration']
const METHODS = ['contains', 'startsWith', 'endsWith', 'size', 'lowerAscii', 'upperAscii', 'trim']
const LOOPS = ['exists', 'all', 'exists_one']
const LOOPS_MAX = 2

/**
 * Walks a parsed condition: which fields it reads, and everything that the type checker lets pass but Tend does not
 * (unknown fields under `has`, functions without a bound on their running time, dynamic types).
 */
export function walkCondition(
  tree: ASTNode,
  place: ConditionPlace,
  attributes: AttributeTypes | null = null,
): ConditionTree {
  const walk: Walk = { place, attributes, fields: new Set(), problems: [] }
  visit(tree, walk, { locals: [], loops: 0 })
  return walk
}

function visit(node: ASTNode, walk: Walk, scope: Scope): void {
  if (node.op === 'id') visitName(node, walk, scope)
  else if (node.op === '.') visitField(node, walk, scope)
  else if (node.op === 'call') visitCall(node, walk, scope)
  else if (node.op === 'rcall') visitMethod(node, walk, scope)
  else {
    if (node.op === '[]' || node.op === 'map') refuseAccess(node, walk)
    if (node.op === '==' || node.op === '!=' || node.op === 'in') reportLiterals(node, walk)
    const children = childrenOf(node)
    for (const child of children) visit(child, walk, { ...scope, beside: literalIn(children) })
  }
}

type NodeOf<Op extends ASTNode['op']> = Extract<ASTNode, { op: Op }>

function visitName(node: NodeOf<'id'>, walk: Walk, scope: Scope): void {
  if (scope.locals.includes(node.args)) return
  const known = FIELD_GROUPS.includes(node.args)
  const sameName = fieldNamed(node.args)
  report(walk, 'unknown-field', node, {
    message: known ? `\`${node.args}\` is a group of fields, not a value` : `\`${node.args}\` is not a field`,
    hint: known
      ? `Name a field of it: ${groupFields(node.args, walk)}.`
      : (meantField(null, node.args, walk.place) ??
        (sameName ? `Did you mean \`${sameName}\`?` : groupHint(node.args))),
  })
}

/** The first field of this name, or of almost this one: a short word is close to too many. */
function fieldNamed(name: string): string | null {
  const ofGroup = (last: string) => FIELD_NAMES.find(field => field.endsWith(`.${last}`)) ?? null
  const last = FIELD_NAMES.map(field => field.replace(/^\w+\./, ''))
  const close = name.length < 4 ? null : nearest(name, last)
  return ofGroup(name) ?? (close === null ? null : ofGroup(close))
}

function groupHint(name: string): string {
  const hint = hintFor(name, FIELD_GROUPS)
  const shown = name.slice(0, 60)
  const own = ATTRIBUTE_NAME.test(name) ? `, and what a \`set\` step wrote is \`${ATTRIBUTES}.${shown}\`` : ''
  return hint.startsWith('Did') ? hint : `${hint} Text stands in quotes: \`"${shown}"\`${own}.`
}

function visitField(node: NodeOf<'.'>, walk: Walk, scope: Scope): void {
  const [group, name] = node.args
  if (group.op !== 'id' || scope.locals.includes(group.args)) visit(group, walk, scope)
  else if (!isField(walk, group.args, name)) refuseField(node, walk, { group: group.args, name, beside: scope.beside })
  else noteField(node, walk, group.args)
}

function isField({ attributes }: Walk, group: string, name: string): boolean {
  return group === ATTRIBUTES ? (attributes?.has(name) ?? true) : fieldOf(group, name) !== null
}

function noteField(node: NodeOf<'.'>, walk: Walk, group: string): void {
  const full = `${group}.${node.args[1]}`
  walk.fields.add(full)
  const hint = whereInstead(group, walk.place)
  if (hint !== null) report(walk, 'field-not-here', node, { message: `\`${full}\` has no value here`, hint })
}

interface UnknownField {
  group: string
  name: string
  beside: Scope['beside']
}

function refuseField(node: NodeOf<'.'>, walk: Walk, field: UnknownField): void {
  const { group, name } = field
  const known = FIELD_GROUPS.includes(group)
  const range = known ? { start: node.end - name.length, end: node.end } : { start: node.start, end: node.end }
  const close = known ? nearestField(group, name, walk) : (nearest(`${group}.${name}`, FIELD_NAMES) ?? fieldNamed(name))
  report(walk, 'unknown-field', range, {
    message: `\`${group}.${name}\` is ${group === ATTRIBUTES ? 'set by no workflow' : 'not a field'}`,
    hint:
      meantField(group, name, walk.place) ??
      (close ? `Did you mean \`${close}\`?` : known ? fieldsHint(field, walk) : hintFor(group, FIELD_GROUPS)),
  })
}

function fieldsHint(field: UnknownField, walk: Walk): string {
  const fields = namesIn(field.group, walk).length === 0 ? '' : `Fields: ${groupFields(field.group, walk)}.`
  return field.group === ATTRIBUTES ? `${fields} ${ownHint(field, walk)}`.trim() : `${ownHint(field, walk)} ${fields}`
}

/** What no field holds is perhaps what a step could set. */
function ownHint({ group, name, beside }: UnknownField, { place }: Walk): string {
  const line = `\`- set: {${name.slice(0, 60)}: ${beside === undefined ? '…' : flowYaml(beside)}}\``
  if (group === ATTRIBUTES) return `A \`set\` step makes it: ${line}.`
  return ATTRIBUTE_NAME.test(name) && place !== 'scoring'
    ? `Tend does not know it. Keep it with ${line} and ask \`${ATTRIBUTES}.${name}\`.`
    : 'Tend does not know it.'
}

/** In the group first, then the same name in another group. */
function nearestField(group: string, name: string, walk: Walk): string | null {
  const own = nearest(name, namesIn(group, walk))
  return own === null ? (FIELD_NAMES.find(field => field.endsWith(`.${name}`)) ?? null) : `${group}.${own}`
}

function groupFields(group: string, walk: Walk): string {
  const names = namesIn(group, walk).map(name => `\`${group}.${name}\``)
  return names.length > 0 ? names.join(', ') : '`attribute.plan`, for example'
}

function namesIn(group: string, { attributes }: Walk): string[] {
  if (group === ATTRIBUTES) return [...(attributes?.keys() ?? [])]
  const own = `${group}.`
  return FIELD_NAMES.flatMap(name => (name.startsWith(own) ? [name.slice(own.length)] : []))
}

function visitCall(node: NodeOf<'call'>, walk: Walk, scope: Scope): void {
  const [name, args] = node.args
  const [first] = args
  if (!FUNCTIONS.includes(name)) refuseFunction(node, walk, name)
  for (const child of args) visit(child, walk, scope)
  if (first?.op === 'value' && typeof first.args === 'string') reportTime(first, walk, { name, written: first.args })
  if (name !== 'has' || first?.op !== '.' || first.args[0].op !== 'id') return
  const full = `${first.args[0].args}.${first.args[1]}`
  if (!walk.fields.has(full)) return
  report(walk, 'always-true', node, {
    message: `\`has(${full})\` is always true: every field has a value`,
    hint: `Ask for the value: \`${full} != ""\`, or \`> 0\` for a number.`,
  })
}

function reportTime(node: ASTNode, walk: Walk, { name, written }: { name: string; written: string }): void {
  const words = timeTrouble(name, written)
  if (words !== null) report(walk, 'condition-type', node, words)
}

function visitMethod(node: NodeOf<'rcall'>, walk: Walk, scope: Scope): void {
  const [name, receiver, args] = node.args
  const loop = LOOPS.includes(name)
  const bound = args[0]?.op === 'id' ? args[0].args : null
  if (!loop && !METHODS.includes(name)) refuseFunction(node, walk, name)
  visit(receiver, walk, { ...scope, beside: literalIn(args) })
  if (!loop || bound === null) {
    for (const child of args) visit(child, walk, scope)
    return
  }
  if (scope.loops === LOOPS_MAX)
    report(walk, 'condition-too-complex', node, {
      message: 'more than two loops inside each other',
      hint: 'Ask for one value without a loop: `"vip" in lead.tags`.',
    })
  for (const child of args.slice(1)) visit(child, walk, { locals: [...scope.locals, bound], loops: scope.loops + 1 })
}

function refuseFunction(node: ASTNode, walk: Walk, name: string): void {
  const regex = name === 'matches'
  report(walk, 'unknown-function', node, {
    message: regex
      ? '`matches` is not allowed: a bad pattern can run for minutes'
      : `the function \`${name}\` is not allowed`,
    hint: regex
      ? 'Use `contains`, `startsWith` or `endsWith`.'
      : functionHint(name, [...METHODS, ...LOOPS, ...FUNCTIONS]),
  })
}

/** A field beside a text that it never has. */
function reportLiterals(node: NodeOf<'==' | '!=' | 'in'>, walk: Walk): void {
  const [left, right] = node.args
  const [side, other] = left.op === '.' ? [left, right] : [right, left]
  if (side.op !== '.' || side.args[0].op !== 'id') return
  const field = `${side.args[0].args}.${side.args[1]}`
  for (const literal of other.op === 'list' ? other.args : [other]) {
    if (literal.op !== 'value' || typeof literal.args !== 'string') continue
    const words = neverEquals(field, literal.args)
    if (words !== null) report(walk, 'never-equal', literal, words)
  }
}

function refuseAccess(node: ASTNode, walk: Walk): void {
  const [group, key] = childrenOf(node as OtherNode)
  const field =
    group?.op === 'id' && key?.op === 'value' && typeof key.args === 'string' ? `${group.args}.${key.args}` : null
  report(walk, 'unknown-function', node, {
    message: node.op === 'map' ? 'maps (`{…}`) are not allowed' : 'access with `[…]` is not allowed',
    hint:
      field === null
        ? 'Name the field (`lead.company`), or ask whether a list holds a value (`"vip" in lead.tags`).'
        : `Write \`${field}\`.`,
  })
}

function report(
  walk: Walk,
  name: ProblemName,
  range: { start: number; end: number },
  words: { message: string; hint: string },
): void {
  walk.problems.push({ name, ...words, start: range.start, end: range.end })
}

type OtherNode = Exclude<ASTNode, { op: 'id' | '.' | 'call' | 'rcall' }>

function childrenOf(node: OtherNode): readonly ASTNode[] {
  const parts: unknown[] = [node.args]
  return parts.flat(2).filter(isNode)
}

/** The first text or number among the nodes. */
function literalIn(nodes: readonly ASTNode[]): Scope['beside'] {
  const [first]: unknown[] = nodes.flatMap(node => (node.op === 'value' ? [node.args] : []))
  if (typeof first === 'bigint') return Number(first)
  return typeof first === 'string' && first !== '' ? first : undefined
}

/** Literals and names stand among the parts of a node too. */
function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part
}
