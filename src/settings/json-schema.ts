import { z } from 'zod'
import { completeForEditors } from '../workflow/language/proposals.ts'
import { intent, intentKey } from './intents.ts'
import { offer } from './offers.ts'
import { scoring } from './scoring.ts'
import { team } from './teams.ts'
import { TOP_KEYS } from './top-keys.ts'
import { notUsed } from './values.ts'

export const SETTINGS_SCHEMA_ID = 'https://tend.example/schemas/settings.json'

/** The form of `tend.yaml` as JSON Schema draft 7, from the same keys that the file is read with; for editors. */
export function settingsJsonSchema(): Record<string, unknown> {
  const { publisher, ...rest } = TOP_KEYS
  const form = z.strictObject({
    publisher,
    offers: z.record(named('contoso.analytics'), offer).optional().describe('Your offers, by `publisher.offer`.'),
    teams: z
      .record(named('sales'), team)
      .optional()
      .describe('Who takes over leads. The first team is the default team.'),
    ...rest,
    scoring: scoring.optional().describe('What a lead gets points for, and how many qualify it.'),
    intents: z.record(intentKey, intent).optional().describe('What an action says of the customer.'),
    crm: notUsed,
    mailbox: notUsed,
  })
  const { $schema, ...made } = z.toJSONSchema(form, {
    target: 'draft-7',
    io: 'input',
    override: completeForEditors,
  })
  return {
    $schema,
    $id: SETTINGS_SCHEMA_ID,
    title: 'Tend settings',
    description: 'The settings of Tend: who writes, to whom leads go, how often mail may leave.',
    ...allowVariables(made),
  }
}

/** The key of a map that the publisher chooses, written first as in the shipped file. */
function named(example: string) {
  return z.string().meta({ title: example })
}

/** The file is checked after its variables were replaced; an editor sees them. */
function allowVariables(made: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(made), (key, value: unknown) =>
    key === 'pattern' && typeof value === 'string' ? `\\$\\{\\w+\\}|${value}` : value,
  )
}
