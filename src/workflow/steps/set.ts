import { z } from 'zod'
import { ATTRIBUTE_NAME, nameTrouble } from '../conditions/attribute-names.ts'
import { refuse } from '../language/reading.ts'
import { stepKind } from './step-kind.ts'

const VALUE = 'text, a whole number, `true` or `false`'
const VALUES = 'attributes with their values, such as `{plan: pro}`'

export const set = stepKind({
  kind: 'set',
  description: 'Writes attributes of the lead, which conditions read as attribute.<name>.',
  keys: {
    set: z
      .record(
        z.string(),
        z
          .union([z.string().max(500, 'at most 500 characters'), z.int(), z.boolean()], { error: VALUE })
          .meta({ examples: ['pro'] }),
        {
          error: VALUES,
        },
      )
      .superRefine((values, ctx) => {
        const names = Object.keys(values)
        if (names.length === 0)
          refuse(ctx, { problem: 'wrong-value', message: `\`set\` needs ${VALUES}`, hint: 'Write `set: {plan: pro}`.' })
        for (const name of names) {
          const trouble = nameTrouble(name)
          if (trouble !== null) refuse(ctx, { problem: 'wrong-value', ...trouble }, [name])
        }
      })
      .meta({
        description: 'Attributes by name.',
        examples: [{ plan: 'pro' }],
        minProperties: 1,
        propertyNames: { pattern: ATTRIBUTE_NAME.source },
      }),
  },
  compile: (base, values) => ({ ...base, kind: 'set', values: values.set }),
  describe: ({ values }) =>
    `set ${Object.entries(values)
      .map(([name, value]) => `${name} to ${value === '' ? 'nothing' : value}`)
      .join(', ')}`,
})
