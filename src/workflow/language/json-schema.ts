import { z } from 'zod'
import { anyArm, CHOOSE_ARM_KEYS, CHOOSE_OTHERWISE_KEYS } from '../steps/choose.ts'
import { STEP_KINDS, STEP_VERBS } from '../steps/index.ts'
import { anySplitArm, SPLIT_ARM_KEYS } from '../steps/split.ts'
import { anyStep } from './any-step.ts'
import { COMMON_KEYS, stepList } from './keys.ts'
import { completeForEditors, snippetTexts } from './proposals.ts'
import { FOR_KEYS, TOP_KEYS } from './top-level.ts'

type JsonSchema = Record<string, unknown>

const SCHEMA_ID = 'https://tend.example/schemas/workflow.json'

const NO_VERB = `Expected a step: ${STEP_VERBS.join(', ')}.`
const WHOLE_WORKFLOW = {
  label: 'a whole workflow',
  description: 'What most workflows have, to write over.',
  example: {
    title: 'Follow up a test drive',
    for: { action: ['StartTestDrive'] },
    'stop-on': ['reply', 'qualified', 'purchase'],
    hours: { days: 'mon-fri', from: '09:00', to: '17:00', zone: 'lead' },
    steps: [{ send: 'test-drive/welcome' }, { wait: '24h' }, { send: 'test-drive/follow-up' }],
  },
}

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
    defaultSnippets: snippetTexts([WHOLE_WORKFLOW]),
    definitions: {
      step: stepByVerb(),
      'step-without-verb': stepWithoutVerb(),
      ...Object.fromEntries(STEP_VERBS.map(verb => [verb, stepSchema(verb)])),
      arm: {
        anyOf: [
          { title: 'if, do', ...schemaOf(z.strictObject(CHOOSE_ARM_KEYS)) },
          { title: 'otherwise', ...schemaOf(z.strictObject(CHOOSE_OTHERWISE_KEYS)) },
        ],
      },
      'split-arm': { title: 'weight, do', ...schemaOf(z.strictObject(SPLIT_ARM_KEYS)) },
    },
  }
}

/**
 * The verb decides which keys a step has, so that an editor proposes and underlines by that verb alone: of an `anyOf` it
 * would propose the keys of all steps at once.
 */
function stepByVerb(): JsonSchema {
  return STEP_VERBS.reduceRight<JsonSchema>(
    (otherVerbs, verb) => ({
      if: { type: 'object', required: [verb] },
      // biome-ignore lint/suspicious/noThenProperty: a key of JSON Schema, never a function
      then: { $ref: `#/definitions/${verb}` },
      else: otherVerbs,
    }),
    { $ref: '#/definitions/step-without-verb' },
  )
}

/** What is proposed where a step begins: each verb with all that it needs. */
function stepWithoutVerb(): JsonSchema {
  const { properties, ...common } = schemaOf(z.strictObject(COMMON_KEYS)) as { properties: JsonSchema }
  const verbs = STEP_VERBS.map(verb => [verb, { description: STEP_KINDS[verb].description, doNotSuggest: true }])
  return {
    ...common,
    properties: { ...Object.fromEntries(verbs), ...properties },
    errorMessage: NO_VERB,
    anyOf: STEP_VERBS.map(verb => ({ required: [verb], errorMessage: NO_VERB })),
    defaultSnippets: snippetTexts(
      STEP_VERBS.map(verb => {
        const { description, example } = STEP_KINDS[verb]
        return { label: verb, description, example }
      }),
    ),
  }
}

function stepSchema(verb: (typeof STEP_VERBS)[number]): JsonSchema {
  const { description, keys, needsId } = STEP_KINDS[verb]
  const id = needsId
    ? { id: COMMON_KEYS.id.unwrap().meta({ description: 'Which way a lead went is kept under it; never change it.' }) }
    : {}
  return { title: verb, description, ...schemaOf(z.strictObject({ ...keys, ...COMMON_KEYS, ...id })) }
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: made => {
      completeForEditors(made)
      const { zodSchema, jsonSchema } = made
      if (zodSchema === anyStep) jsonSchema.$ref = '#/definitions/step'
      if (zodSchema === anySplitArm) jsonSchema.$ref = '#/definitions/split-arm'
      if (zodSchema === anyArm) jsonSchema.$ref = '#/definitions/arm'
    },
  })
  const { $schema: _, ...rest } = made
  return rest
}
