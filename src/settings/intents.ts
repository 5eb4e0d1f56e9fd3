import { z } from 'zod'
import { knownAction } from '../domain/inquiry/action.ts'
import { type Intent, KNOWN_ACTIONS } from '../domain/inquiry/inquiry.ts'
import { nearest } from '../workflow/language/nearest.ts'
import { proposeWords } from '../workflow/language/proposals.ts'
import { readKeys } from '../workflow/language/reading.ts'
import type { MapNode } from '../workflow/language/source-node.ts'
import { sectionOf } from './section.ts'
import type { SettingsReport } from './settings-report.ts'

const ACTION_WORDS = {
  PLT: 'Contact me.',
  StartTestDrive: 'Started a test drive.',
  INS: 'Get it now.',
  Create: 'Bought or deployed in the Azure portal.',
}

const INTENTS = ['initial', 'active', 'test drive', 'none'] as const satisfies Intent[]

export const intent = z.enum(INTENTS, { error: '`initial`, `active`, `test drive` or `none`' })

/** An action: one of Microsoft's, or another, which is warned of. */
export const intentKey = z.string().meta(proposeWords(ACTION_WORDS))

/** What actions mean, by documented spelling of the action; null when anything is wrong. */
export function readIntents(report: SettingsReport, root: MapNode): Record<string, Intent> | null {
  const map = sectionOf(report, root, { key: 'intents', example: '{PLT: active}' })
  if (map === null) return null
  const shape = Object.fromEntries(map.entries.map(({ key }) => [key, intent]))
  const values = readKeys(map, shape, { report })
  return values && spellActions(report, map, values)
}

/** Spells the actions as documented; warns of others, reports two spellings of one. */
export function spellActions(
  report: SettingsReport,
  map: MapNode,
  intents: Record<string, Intent>,
): Record<string, Intent> {
  const spelt = new Map<string, Intent>()
  for (const { key, keyStart } of map.entries) {
    const action = knownAction(key) ?? key.trim()
    const said = intents[key] ?? 'none'
    if (spelt.has(action)) {
      report.tell('duplicate-key', keyStart, {
        message: `\`${action}\` stands twice in this map`,
        hint: 'Keep one of them.',
      })
    }
    if (action === 'DNC' && said !== 'none') reportDoNotContact(report, keyStart)
    if (knownAction(key) === null) reportUnknown(report, key, keyStart)
    spelt.set(action, said)
  }
  return Object.fromEntries(spelt)
}

function reportDoNotContact(report: SettingsReport, offset: number): void {
  report.tell('wrong-value', offset, {
    message: '`DNC` must be `none`: who asks for silence has no intent',
    hint: 'Take it out.',
  })
}

function reportUnknown(report: SettingsReport, key: string, offset: number): void {
  const close = nearest(key, KNOWN_ACTIONS)
  report.tell('unknown-action', offset, {
    message: `\`${key.slice(0, 60)}\` is not an action code that Microsoft documents`,
    hint: close === null ? `Documented: ${KNOWN_ACTIONS.join(', ')}.` : `Did you mean \`${close}\`?`,
  })
}
