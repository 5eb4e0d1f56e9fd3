import { cleanLine } from '../text/clean-text.ts'
import { type InquiryFlag, KNOWN_ACTIONS, type KnownAction } from './inquiry.ts'

const BY_FOLDED = new Map<string, KnownAction>(KNOWN_ACTIONS.map(action => [action.toLowerCase(), action]))
const DO_NOT_CONTACT = /(?:^|[^\p{L}\p{N}])(?:dnc|do[\s_-]*not[\s_-]*contact)(?:[^\p{L}\p{N}]|$)/iu

/** The documented spelling of an action code in any case or spacing; null for a code that Microsoft does not document. */
export function knownAction(text: string): KnownAction | null {
  return (
    BY_FOLDED.get(
      text
        .normalize('NFKC')
        .replace(/[\s_.-]/gu, '')
        .toLowerCase(),
    ) ?? null
  )
}

/**
 * The documented spelling where there is one, else the cleaned text; empty when there is none. A code that says DNC
 * among other words is a DNC: silence is the safe reading.
 */
export function spellAction(text: string): string {
  const clean = cleanLine(text, 64) ?? ''
  if (DO_NOT_CONTACT.test(clean)) return 'DNC'
  return knownAction(clean) ?? clean
}

/**
 * Settles one action from the action codes and the one in LeadSource: a DNC anywhere wins, else the first action code,
 * else LeadSource. Says when they disagree, when there is none, and when it is not a documented one.
 */
export function settleAction(codes: string[], fromSource: string): { action: string; flags: InquiryFlag[] } {
  const stated = [...codes, fromSource].map(spellAction).filter(action => action !== '')
  const action = stated.includes('DNC') ? 'DNC' : (stated[0] ?? '')
  const flags: InquiryFlag[] = []
  if (action === '') flags.push('no-action')
  else if (knownAction(action) === null) flags.push('unknown-action')
  if (new Set(stated.map(one => one.toLowerCase())).size > 1) flags.push('action-conflict')
  return { action, flags }
}
