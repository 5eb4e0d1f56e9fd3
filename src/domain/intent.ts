import { knownAction } from './inquiry/action.ts'
import type { Intent } from './inquiry/inquiry.ts'
import type { Settings } from './settings.ts'

/** What each documented action says of the customer, by Microsoft's reading since 2019; settings may say otherwise. */
export const DEFAULT_INTENTS: Readonly<Record<string, Intent>> = Object.freeze({
  PLT: 'initial',
  INS: 'active',
  Create: 'active',
  StartTestDrive: 'test drive',
  DNC: 'none',
})

/**
 * How far a customer who did this is: the offer's own setting, else the general one, else the default; an unknown
 * action says nothing. DNC is never an intent, whatever the settings say.
 */
export function intentOf(action: string, offer: string, settings: Pick<Settings, 'intents' | 'offers'>): Intent {
  if (knownAction(action) === 'DNC') return 'none'
  const ofOffer = lookUp(settings.offers, offer)?.intents ?? {}
  return lookUp(ofOffer, action) ?? lookUp(settings.intents, action) ?? lookUp(DEFAULT_INTENTS, action) ?? 'none'
}

// The key comes from outside: only own keys count, so that `constructor` finds nothing.
function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  const folded = key.toLowerCase()
  const own = Object.keys(table).find(one => one.toLowerCase() === folded)
  return own === undefined ? undefined : table[own]
}
