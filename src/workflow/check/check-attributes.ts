import { nameTrouble } from '../conditions/attribute-names.ts'
import { checkCondition, checkMoment, isConditionError } from '../conditions/check-condition.ts'
import { compile } from '../conditions/condition-environment.ts'
import type { AttributeType, AttributeTypes } from '../conditions/fields.ts'
import { CLOCK_TIME } from '../language/clock-times.ts'
import type { WorkflowReading } from '../language/read-workflow.ts'
import { offsetInScalar } from '../language/scalar-place.ts'
import type { MapNode, ScalarNode, SourceNode } from '../language/source-node.ts'

/**
 * Reports conditions that read attributes which no `set` step of these files writes, or of another type, and attributes that
 * get values of two types. Nothing is called unknown while a file cannot be read, since it may set it.
 */
export function reportAttributes(readings: WorkflowReading[]): void {
  const types = declaredTypes(readings)
  const certain = readings.every(reading => reading.brokenAt === null)
  for (const reading of readings) {
    for (const expression of expressionsOf(reading.root)) reportExpression(reading, expression, { types, certain })
  }
}

interface Declared {
  type: AttributeType
  file: string
  line: number
}

function declaredTypes(readings: WorkflowReading[]): AttributeTypes {
  const declared = new Map<string, Declared>()
  for (const { root, report, file } of readings) {
    for (const { name, type, offset } of settingsOf(root)) {
      const first = declared.get(name)
      if (first === undefined) declared.set(name, { type, file, line: report.lineOf(offset) })
      else if (first.type !== type)
        report.add('attribute-types', offset, {
          message: `\`${name}\` is ${TYPE_WORDS[type]} here, but ${TYPE_WORDS[first.type]} in ${first.file}:${first.line}`,
          hint: 'Keep one type, or use another name.',
        })
    }
  }
  return new Map([...declared].map(([name, { type }]) => [name, type]))
}

const TYPE_WORDS: Record<AttributeType, string> = { string: 'text', int: 'a number', bool: 'true or false' }

function settingsOf(root: SourceNode | null): { name: string; type: AttributeType; offset: number }[] {
  return mapsIn(root).flatMap(map => {
    const values = map.entries.find(entry => entry.key === 'set')?.value
    if (values?.kind !== 'map') return []
    return values.entries.flatMap(({ key, value }) => {
      const type = value.kind === 'scalar' ? typeOf(value.value) : null
      return type === null || nameTrouble(key) !== null ? [] : [{ name: key, type, offset: value.start }]
    })
  })
}

function typeOf(value: ScalarNode['value']): AttributeType | null {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(value) ? 'int' : null
}

interface Expression {
  key: 'if' | 'until'
  node: ScalarNode
  text: string
}

/** Conditions and moments that read attributes, wherever they stand in the file. */
function expressionsOf(root: SourceNode | null): Expression[] {
  return mapsIn(root).flatMap(({ entries }) =>
    entries.flatMap(({ key, value }) => {
      if ((key !== 'if' && key !== 'until') || value.kind !== 'scalar' || typeof value.value !== 'string') return []
      const compiled = CLOCK_TIME.test(value.value) ? null : compile(value.value)
      const reads = compiled !== null && 'attributes' in compiled && compiled.attributes.length > 0
      return reads ? [{ key, node: value, text: value.value }] : []
    }),
  )
}

function reportExpression(
  { report }: WorkflowReading,
  { key, node, text }: Expression,
  { types, certain }: { types: AttributeTypes; certain: boolean },
): void {
  const check = key === 'if' ? checkCondition : checkMoment
  // What is wrong whatever the attributes are has been said.
  if (check(text).some(isConditionError)) return
  for (const { name, message, hint, start } of check(text, 'anywhere', types).filter(isConditionError)) {
    if (name === 'unknown-field' && !certain) continue
    report.add(name, offsetInScalar(report.text, node, start), { message, hint })
  }
}

function mapsIn(node: SourceNode | null): MapNode[] {
  if (node?.kind === 'list') return node.items.flatMap(mapsIn)
  if (node?.kind !== 'map') return []
  return [node, ...node.entries.flatMap(entry => mapsIn(entry.value))]
}
