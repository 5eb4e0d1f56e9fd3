import { readApiLead } from '../../domain/inquiry/api-lead.ts'
import { isTestLead } from '../../domain/inquiry/test-lead.ts'
import { identityTexts } from '../../domain/people/identity.ts'
import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Store } from '../../engine/ports.ts'
import { routeInquiry } from '../../workflow/planner/route-inquiry.ts'
import type { Program } from '../../workflow/program.ts'
import { arrivalCondition, type UnstoredLead, unstoredFrom } from '../unstored-lead.ts'
import type { RowLead } from './row-lead.ts'

/** What becomes, or would become, of one row. */
export type RowVerdict =
  | { kind: 'new' | 'inquiry'; workflow: string | null }
  | { kind: 'known' | 'repeat' | 'test' | 'do-not-contact' }
  | { kind: 'refused'; reason: string }

export interface JudgedRow {
  verdict: RowVerdict
  /** Who it is, in this run only: nothing of it is stored. Null where there is nothing to take in. */
  person: string | null
}

export interface RowJudge {
  /** Judges the rows in their order, each in the light of those before it, whether or not they are stored yet. */
  judge(row: RowLead): Promise<JudgedRow>
}

export interface JudgeParts {
  store: Store
  settings: Settings
  programs: Program[]
  now: number
}

/**
 * Tells for each row whether its person, and what they did, is known: from the database, and from the rows before.
 * A person who already has an inquiry with the same action and offer is known, so that nobody is written to again.
 */
export function createRowJudge(parts: JudgeParts): RowJudge {
  const rowsSeen = new Set<string>()
  const inquiriesSeen = new Map<string, Set<string>>()

  async function judgeKnown(arrived: UnstoredLead, person: string): Promise<RowVerdict> {
    const seen = inquiriesSeen.get(person) ?? new Set()
    inquiriesSeen.set(person, seen)
    const stored = await storedInquiries(parts.store, arrived.lead)
    const inquiry = inquiryKey(arrived.inquiry)
    if (seen.has(inquiry) || stored?.has(inquiry)) return { kind: 'known' }
    seen.add(inquiry)
    if (arrived.inquiry.action === 'DNC') return { kind: 'do-not-contact' }
    const kind = stored === null && seen.size === 1 ? 'new' : 'inquiry'
    return { kind, workflow: workflowOf(arrived, parts) }
  }

  return {
    async judge({ lead: body, key }) {
      const read = readApiLead(body)
      if (!read.ok) return nobody({ kind: 'refused', reason: read.reason })
      if (isTestLead(read.lead)) return nobody({ kind: 'test' })
      const arrived = unstoredFrom(read.lead, parts.settings, parts.now)
      const fault = faultOf(arrived)
      if (fault !== null) return nobody({ kind: 'refused', reason: fault })
      if (rowsSeen.has(key)) return nobody({ kind: 'repeat' })
      rowsSeen.add(key)
      const person = personKey(arrived.lead) ?? key
      return { verdict: await judgeKnown(arrived, person), person }
    },
  }
}

function nobody(verdict: RowVerdict): JudgedRow {
  return { verdict, person: null }
}

/** A row that names an address nobody can be reached at is better mended than taken in. */
function faultOf({ lead, inquiry }: UnstoredLead): string | null {
  if (inquiry.flags.includes('two-addresses') && lead.phone === null) return 'the e-mail cell holds two addresses'
  if (inquiry.flags.includes('doubtful-email') && lead.phone === null) return 'the e-mail cell holds no usable address'
  return null
}

function personKey(lead: Lead): string | null {
  const { address, phone } = identityTexts(lead)
  return address === null ? phone : `@${address}`
}

/** What the person did before, or null for a person nobody knows. Found as intake finds it: by address, else by phone. */
async function storedInquiries(store: Store, lead: Lead): Promise<Set<string> | null> {
  const { address, phone } = identityTexts(lead)
  if (address === null && phone === null) return null
  const keys =
    address === null ? { phoneKey: store.fingerprint(`phone ${phone}`) } : { addressKey: store.fingerprint(address) }
  const known = await store.leads.byKeys('live', keys)
  if (known.length === 0) return null
  const worlds = await Promise.all(known.map(({ id }) => store.leads.world(id)))
  return new Set(worlds.flatMap(world => world?.inquiries.map(inquiryKey) ?? []))
}

function inquiryKey({ action, offer }: { action: string; offer: string }): string {
  return `${action.toLowerCase()} ${offer}`
}

function workflowOf(arrived: UnstoredLead, { programs, settings }: JudgeParts): string | null {
  return routeInquiry(programs, arrived.inquiry, arrivalCondition(arrived, settings))?.workflow ?? null
}
