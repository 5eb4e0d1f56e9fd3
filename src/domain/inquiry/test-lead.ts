import type { MarketplaceLead } from './marketplace-lead.ts'

const MARK = /^MSFT_TEST_(\d*)/i
const ADDRESS_MARK = /^MSFT_TEST_(\d+)@test\.com$/i
const TICKS_PER_MS = 10_000n
/** 1970 in .NET ticks: 100 nanoseconds since the year 1. */
const EPOCH_TICKS = 621_355_968_000_000_000n
const EARLIEST = Date.UTC(2010, 0)
const LATEST = Date.UTC(2100, 0)

/**
 * True for the lead that Partner Center sends to validate a connection: any of its documented marks is enough, since
 * the form differs by destination. Such a lead is never written to. Source: "Lead management FAQ", Microsoft Learn.
 */
export function isTestLead(lead: MarketplaceLead): boolean {
  return findMarks(lead).length > 0
}

/** When Partner Center made the test lead, in epoch milliseconds; null for a real lead and for absurd digits. */
export function testLeadTime(lead: MarketplaceLead): number | null {
  return (
    findMarks(lead)
      .map(readTicks)
      .find(time => time !== null) ?? null
  )
}

/** The digits behind each mark. */
function findMarks(lead: MarketplaceLead): string[] {
  const { firstName, lastName, company, title, email } = lead.fields
  const texts = [firstName, lastName, company, title, lead.description, lead.note, lead.leadSourceRaw]
  const found = [...texts.map(text => MARK.exec(text?.trim() ?? '')), ADDRESS_MARK.exec(email?.trim() ?? '')]
  return found.flatMap(match => (match ? [match[1] ?? ''] : []))
}

function readTicks(digits: string): number | null {
  if (digits.length < 17 || digits.length > 19) return null
  const at = Number((BigInt(digits) - EPOCH_TICKS) / TICKS_PER_MS)
  return at >= EARLIEST && at < LATEST ? at : null
}
