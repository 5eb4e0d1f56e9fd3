import { z } from 'zod'
import type { AttributeValue } from '../../domain/people/lead.ts'
import { present } from '../../domain/text/present.ts'
import { ATTRIBUTE_NAME, nameTrouble } from '../conditions/attribute-names.ts'
import { looksWorkedOut, type WorkedOut } from '../conditions/looks-worked-out.ts'
import { flowYaml } from '../language/flow-yaml.ts'
import { refuse } from '../language/refusals.ts'
import type { Report } from '../language/report.ts'
import { asMap, entryOf, valueStart } from '../language/source.ts'
import type { MapNode } from '../language/source-node.ts'
import { stepKind } from './step-kind.ts'

const VALUE = 'text, a whole number, `true` or `false`'
const EXAMPLE = { plan: 'pro' }
const VALUES = `attributes with their values, such as \`${flowYaml(EXAMPLE)}\``

export const set = stepKind({
  kind: 'set',
  description: 'Writes attributes of the lead, which conditions read as attribute.<name>.',
  keys: {
    set: z
      .record(
        z.string(),
        z
          .union([z.string().max(500, 'at most 500 characters'), z.int(), z.boolean()], { error: VALUE })
          .meta({ examples: [EXAMPLE.plan] }),
        {
          error: VALUES,
        },
      )
      .superRefine((values, ctx) => {
        const names = Object.keys(values)
        if (names.length === 0)
          refuse(ctx, {
            problem: 'wrong-value',
            message: `\`set\` needs ${VALUES}`,
            hint: `Write \`set: ${flowYaml(EXAMPLE)}\`.`,
          })
        for (const name of names) {
          const trouble = nameTrouble(name)
          if (trouble !== null) refuse(ctx, { problem: 'wrong-value', ...trouble }, [name])
        }
      })
      .meta({
        description: 'Attributes by name.',
        examples: [EXAMPLE],
        minProperties: 1,
        propertyNames: { pattern: ATTRIBUTE_NAME.source },
      }),
  },
  review: (map, values, { report }) => reportWorkedOut(map, values.set, report),
  compile: (base, values) => ({ ...base, kind: 'set', values: values.set }),
  describe: ({ values }) =>
    `set ${Object.entries(values)
      .map(([name, value]) => `${name} to ${value === '' ? 'nothing' : value}`)
      .join(', ')}`,
})

/** Values that somebody takes for formulas. A plain `+1` is the number 1 to YAML, so its text is looked at. */
function reportWorkedOut(map: MapNode, values: Record<string, AttributeValue>, report: Report): void {
  const written = asMap(present(entryOf(map, 'set'), 'a `set`').value)
  for (const [key, value] of Object.entries(values)) {
    const start = valueStart(written, key)
    const found = typeof value === 'string' ? looksWorkedOut(value, key) : null
    if (found !== null) reportFormula(report, { key, start }, found)
    if (typeof value === 'number' && report.text.charAt(start) === '+')
      report.add('value-not-worked-out', start, {
        message: `\`${key}\` becomes ${value}: \`set\` adds nothing to what was there`,
        hint: `Write \`${key}: ${value}\`; to add points write \`- score: ${value}\`.`,
      })
  }
}

function reportFormula(
  report: Report,
  { key, start }: { key: string; start: number },
  { expression, isQuestion }: WorkedOut,
): void {
  const [, points] = /^lead\.score\s*([-+]\s*\d+)$/.exec(expression) ?? []
  const added = points?.replace(/[+\s]/g, '')
  const shown = expression.slice(0, 60)
  report.add('value-not-worked-out', start, {
    message: `\`${shown}\` is written as it stands, as text: \`set\` works nothing out`,
    hint: isQuestion
      ? `Write \`- set: {${key}: true}\`, and below it \`if: ${flowYaml(expression)}\`.`
      : added === undefined
        ? `Write the value itself, for example \`${key}: 5\`, in a step of its own for each case, with an \`if\`.`
        : `To add points write \`- score: ${added}\`; else write the value itself, for example \`${key}: 5\`.`,
  })
}
