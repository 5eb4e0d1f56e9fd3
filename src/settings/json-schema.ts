import { z } from 'zod'
import { intent } from './intents.ts'
import { offer } from './offers.ts'
import { scoring } from './scoring.ts'
import { team } from './teams.ts'
import { TOP_KEYS } from './top-keys.ts'

export const SETTINGS_SCHEMA_ID = 'https://tend.example/schemas/settings.json'

/** The form of `tend.yaml` as JSON Schema draft 7, from the same keys that the file is read with; for editors. */
export function settingsJsonSchema(): Record<string, unknown> {
  const { publisher, ...rest } = TOP_KEYS
  const form = z.strictObject({
    publisher,
    offers: z.record(z.string(), offer).optional().describe('Your offers, by `publisher.offer`.'),
    teams: z.record(z.string(), team).optional().describe('Who takes over leads. The first team is the default team.'),
    ...rest,
    scoring: scoring.optional().describe('What a lead gets points for, and how many qualify it.'),
    intents: z.record(z.string(), intent).optional().describe('What an action says of the customer.'),
    crm: z.unknown().optional().describe('Not used yet.'),
    mailbox: z.unknown().optional().describe('Not used yet.'),
  })
  const { $schema, ...made } = z.toJSONSchema(form, { target: 'draft-7', io: 'input' })
  return {
    $schema,
    $id: SETTINGS_SCHEMA_ID,
    title: 'Tend settings',
    description: 'The settings of Tend: who writes, to whom leads go, how often mail may leave.',
    ...made,
  }
}
