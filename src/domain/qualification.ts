import type { LeadStatus } from './people/lead.ts'
import type { Settings } from './settings.ts'

/** True when these points qualify an open lead. Nothing ever un-qualifies one but a person. */
export function crossesThreshold(
  status: LeadStatus,
  before: number,
  after: number,
  settings: Pick<Settings, 'scoring'>,
): boolean {
  const { qualifiedAt } = settings.scoring
  return qualifiedAt !== null && status === 'open' && before < qualifiedAt && after >= qualifiedAt
}
