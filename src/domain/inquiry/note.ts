import { cleanLine, cleanParagraphs } from '../text/clean-text.ts'

const CAMPAIGNS = /^[ \t]*campaigns?[ \t]*:[ \t]*([\p{L}\p{N}_.~-]+(?:[ \t]*,[ \t]*[\p{L}\p{N}_.~-]+)*)?[ \t]*[;|,]?/imu

/**
 * Parts a lead's Description into the campaign ids after `Campaigns:` and the customer's own words. The prefix comes
 * with nothing behind it when the customer followed no campaign link.
 */
export function readDescription(description: string | null): { campaign: string | null; note: string | null } {
  if (description === null) return { campaign: null, note: null }
  const found = CAMPAIGNS.exec(description)
  if (!found) return { campaign: null, note: cleanNote(description) }
  const before = description.slice(0, found.index)
  const after = description.slice(found.index + found[0].length)
  return { campaign: cleanLine(found[1] ?? null, 128), note: cleanNote(`${before}\n${after}`) }
}

/** Free text of the customer, cleaned, at most 2,000 characters; never merged into a mail to the lead. */
export function cleanNote(text: string | null): string | null {
  return cleanParagraphs(text, 2000)
}
