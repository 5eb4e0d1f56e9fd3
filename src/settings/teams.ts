import { z } from 'zod'
import type { Team } from '../domain/settings.ts'
import { HOUR_MS } from '../domain/time/units.ts'
import { elapsed, SLUG } from '../workflow/language/keys.ts'
import { innerMap, readKeys } from '../workflow/language/reading.ts'
import type { MapEntry, MapNode } from '../workflow/language/source-node.ts'
import { byName, reportUnused, sectionOf } from './section.ts'
import type { SettingsReport } from './settings-report.ts'
import { member, notUsed } from './values.ts'

const ACCEPT_WITHIN_MS = 24 * HOUR_MS
const MEMBERS = 'a list such as `[{name: Sam, email: sam@contoso.example}]`'

export const team = innerMap(
  {
    members: z
      .array(member, { error: MEMBERS })
      .min(1, 'a list of one member or more')
      .meta({ description: 'People of the team; each is told of a lead, and they own leads in turn.' }),
    'accept-within': elapsed({ expected: 'a duration', days: 365 })
      .optional()
      .describe('Time in which somebody must accept a lead. 24h by default.'),
    channels: notUsed,
    assignment: notUsed,
  },
  'a map such as `{members: [{name: Sam, email: sam@contoso.example}], accept-within: 4h}`',
)

/** Teams in the order of the file; null when anything is wrong. Warns when there is none. */
export function readTeams(report: SettingsReport, root: MapNode): Team[] | null {
  const map = sectionOf(report, root, {
    key: 'teams',
    example: '{sales: {members: [{name: Sam, email: sam@contoso.example}]}}',
    meant: byName(word => SLUG.test(word), { members: [{ name: 'Sam', email: 'sam@contoso.example' }] }),
  })
  if (map === null) return null
  if (map.entries.length === 0) reportNone(report, map)
  for (const entry of map.entries) reportId(report, entry)
  const values = readKeys(map, Object.fromEntries(map.entries.map(({ key }) => [key, team])), { report })
  return values && map.entries.map(({ key }) => teamOf(key, values[key]))
}

function teamOf(id: string, read: z.output<typeof team> | undefined): Team {
  return { id, members: read?.members ?? [], acceptWithinMs: read?.['accept-within'] ?? ACCEPT_WITHIN_MS }
}

function reportNone(report: SettingsReport, map: MapNode): void {
  report.tell('no-teams', map.start, {
    message: 'there is no team: leads that qualify go to nobody',
    hint: 'Add `teams: {sales: {members: [{name: Sam, email: sam@contoso.example}]}}`.',
  })
}

function reportId(report: SettingsReport, { key, keyStart, value }: MapEntry): void {
  if (value.kind === 'map') reportUnused(report, value, ['channels', 'assignment'])
  if (SLUG.test(key)) return
  const better = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  report.tell('wrong-value', keyStart, {
    message: `\`${key.slice(0, 60)}\` is not the name of a team: expected small letters, digits and single hyphens`,
    hint: better === '' ? 'For example `sales`.' : `Write \`${better.slice(0, 60)}\`.`,
  })
}
