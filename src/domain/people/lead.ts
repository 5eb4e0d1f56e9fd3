/** `test` runs everything, but its mail goes to the capture mailbox and nothing is counted. */
export type Environment = 'live' | 'test'

export type LeadStatus = 'open' | 'qualified' | 'disqualified' | 'do-not-contact' | 'erased'

/** What a person tells about themselves, cleaned; null where nothing usable came. */
export interface Person {
  email: string | null
  firstName: string | null
  lastName: string | null
  company: string | null
  title: string | null
  /** E.164 where certain, else as it came. */
  phone: string | null
  /** ISO 3166-1 alpha-2 where certain, else null; `countryRaw` always keeps what came. */
  country: string | null
  phoneRaw: string | null
  countryRaw: string | null
}

/**
 * Keyed hashes by which a lead is recognised and suppressed: they say nothing about the person
 * without the store's key, so they may outlive an erasure in the suppression list.
 */
export interface LeadKeys {
  addressKey: string | null
  domainKey: string | null
  phoneKey: string | null
  /** Name with company: never certain enough to merge, certain enough to stay silent. */
  pairKey: string | null
}

export type AttributeValue = string | number | boolean

export interface Lead extends Person, LeadKeys {
  id: string
  environment: Environment
  status: LeadStatus
  /** IANA zone set by a person or a workflow; null means: derive it from the country. */
  zone: string | null
  language: string | null
  score: number
  tags: string[]
  attributes: Record<string, AttributeValue>
  createdAt: number
  updatedAt: number
  /** Rises with each change of anything that belongs to the lead; every commit states the one it was decided on. */
  revision: number
}
