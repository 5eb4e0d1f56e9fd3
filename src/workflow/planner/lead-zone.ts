import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import { zoneOf } from '../../domain/time/country-zones.ts'

/** The lead's IANA zone: its own where one was set, else its country's, else the publisher's. */
export function zoneOfLead(lead: Pick<Lead, 'zone' | 'country'>, settings: Pick<Settings, 'zone'>): string {
  return lead.zone ?? (lead.country === null ? null : zoneOf(lead.country)) ?? settings.zone
}
