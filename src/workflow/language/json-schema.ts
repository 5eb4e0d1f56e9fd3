import { z } from 'zod'
import { anyArm, CHOOSE_ARM_KEYS, CHOOSE_OTHERWISE_KEYS } from '../steps/choose.ts'
import { STEP_KINDS, STEP_VERBS } from '../steps/index.ts'
import { anySplitArm, SPLIT_ARM_KEYS } from '../steps/split.ts'
import { anyStep, COMMON_KEYS, stepList } from './keys.ts'
import { FOR_KEYS, TOP_KEYS } from './top-level.ts'

type JsonSchema = Record<string, unknown>

const SCHEMA_ID = 'https://tend.example/schemas/workflow.json'

/** The grammar of workflow files as JSON Schema draft 7, from the same keys that the files are read with; for editors. */
export function workflowJsonSchema(): JsonSchema {
  const {
    for: matcher,
    steps,
    ...rest
  } = {
    ...TOP_KEYS,
    for: z.strictObject(FOR_KEYS).meta({ description: 'For which inquiries it starts; {} for all.' }),
    steps: stepList('What happens, one step after the other.').min(1),
  }
  const { title, ...others } = rest
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SCHEMA_ID,
    title: 'Tend workflow',
    description: 'A workflow of Tend: for whom it starts, and what happens step by step.',
    ...schemaOf(z.strictObject({ title, for: matcher, ...others, steps })),
    definitions: {
      step: { anyOf: STEP_VERBS.map(verb => ({ $ref: `#/definitions/${verb}` })) },
      ...Object.fromEntries(STEP_VERBS.map(verb => [verb, stepSchema(verb)])),
      arm: { anyOf: [schemaOf(z.strictObject(CHOOSE_ARM_KEYS)), schemaOf(z.strictObject(CHOOSE_OTHERWISE_KEYS))] },
      'split-arm': schemaOf(z.strictObject(SPLIT_ARM_KEYS)),
    },
  }
}

function stepSchema(verb: (typeof STEP_VERBS)[number]): JsonSchema {
  const { description, keys, needsId } = STEP_KINDS[verb]
  const id = needsId
    ? { id: COMMON_KEYS.id.unwrap().meta({ description: 'Which way a lead went is kept under it; never change it.' }) }
    : {}
  return { description, ...schemaOf(z.strictObject({ ...keys, ...COMMON_KEYS, ...id })) }
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === anyStep) jsonSchema.$ref = '#/definitions/step'
      if (zodSchema === anySplitArm) jsonSchema.$ref = '#/definitions/split-arm'
      if (zodSchema === anyArm) jsonSchema.$ref = '#/definitions/arm'
    },
  })
  const { $schema: _, ...rest } = made
  return rest
}
