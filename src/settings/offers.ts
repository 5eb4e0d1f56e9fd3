import { z } from 'zod'
import type { Offer } from '../domain/settings.ts'
import { innerMap, readKeys } from '../workflow/language/reading.ts'
import { entryOf } from '../workflow/language/source.ts'
import type { MapEntry, MapNode } from '../workflow/language/source-node.ts'
import { intent, intentKey, spellActions } from './intents.ts'
import { byName, sectionOf } from './section.ts'
import type { SettingsReport } from './settings-report.ts'
import { line } from './values.ts'

export const offer = innerMap(
  {
    title: line('a title', 200).meta({ description: 'Name of the offer in mails.', examples: ['Contoso Analytics'] }),
    intents: z
      .record(intentKey, intent, { error: 'a map such as `{PLT: active}`' })
      .optional()
      .meta({ description: 'What an action says of the customer, for this offer.' }),
  },
  'a map such as `{title: Contoso Analytics}`',
)

/** Offers by id in lower case; null when anything is wrong. */
export function readOffers(report: SettingsReport, root: MapNode): Record<string, Offer> | null {
  const map = sectionOf(report, root, {
    key: 'offers',
    example: '{contoso.analytics: {title: Contoso Analytics}}',
    meant: byName(word => /^[^\s*]+\.[^\s*]+$/.test(word), { title: 'Contoso Analytics' }),
  })
  if (map === null) return null
  reportIds(report, map)
  const values = readKeys(map, Object.fromEntries(map.entries.map(({ key }) => [key, offer])), { report })
  if (values === null) return null
  return Object.fromEntries(
    map.entries.map(entry => [entry.key.toLowerCase(), offerOf(report, entry, values[entry.key])]),
  )
}

function offerOf(report: SettingsReport, { value }: MapEntry, read: z.output<typeof offer> | undefined): Offer {
  const intents = value.kind === 'map' ? entryOf(value, 'intents')?.value : undefined
  return {
    title: read?.title ?? '',
    intents: intents?.kind === 'map' ? spellActions(report, intents, read?.intents ?? {}) : {},
  }
}

function reportIds(report: SettingsReport, map: MapNode): void {
  const seen = new Set<string>()
  for (const { key, keyStart } of map.entries) {
    const id = key.toLowerCase()
    if (seen.has(id))
      report.tell('duplicate-key', keyStart, {
        message: `the offer \`${id.slice(0, 60)}\` stands twice`,
        hint: 'Keep one of them.',
      })
    seen.add(id)
    reportId(report, id, keyStart)
  }
}

function reportId(report: SettingsReport, id: string, offset: number): void {
  const shown = id.slice(0, 60)
  if (!/^[^\s*]{1,256}$/.test(id)) {
    report.tell('wrong-value', offset, {
      message: `\`${shown}\` is not the id of an offer: expected \`publisher.offer\` without blanks and \`*\``,
      hint: 'Take it from Partner Center, for example `contoso.analytics`.',
    })
  } else if (!id.includes('.')) {
    report.tell('odd-offer', offset, {
      message: `\`${shown}\` names no publisher: leads say \`publisher.offer\``,
      hint: `Write it as \`contoso.${shown}\`, with your publisher id.`,
    })
  }
}
