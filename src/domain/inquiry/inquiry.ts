import type { Environment } from '../people/lead.ts'

/** The action codes that Microsoft documents ("Customer leads from your commercial marketplace offer"). */
export const KNOWN_ACTIONS = ['INS', 'PLT', 'DNC', 'Create', 'StartTestDrive'] as const
export type KnownAction = (typeof KNOWN_ACTIONS)[number]

export const KNOWN_SOURCES = ['AzureMarketplace', 'AzurePortal', 'AppSource', 'TestDrive'] as const

export type Intent = 'initial' | 'active' | 'test drive' | 'none'

/** What a receipt turned out to be unclear about; shown to people, never a ground to refuse. */
export type InquiryFlag =
  | 'unknown-action'
  | 'no-action'
  | 'unknown-source'
  | 'unknown-offer'
  | 'action-conflict'
  | 'offer-conflict'
  | 'doubtful-name'
  | 'doubtful-email'
  | 'two-addresses'

export interface Inquiry {
  id: string
  leadId: string
  receiptId: string
  endpointId: string | null
  environment: Environment
  /** One of KNOWN_ACTIONS in its documented spelling, else as it came; empty when none came. */
  action: string
  /** One of KNOWN_SOURCES, else as it came; empty when none came. */
  source: string
  /** `publisher.offer` where known, else the endpoint's, else the folded title, else the endpoint id. */
  offer: string
  offerTitle: string | null
  intent: Intent
  /** The customer's own words (Description without the campaign part). */
  note: string | null
  campaign: string | null
  flags: InquiryFlag[]
  /** Fields that came and that Tend does not know, as they came. */
  extra: Record<string, unknown>
  /** When the receipt was taken in; epoch milliseconds, as all times here. */
  at: number
}
