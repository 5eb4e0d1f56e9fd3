import { hash } from 'node:crypto'
import { readEmailAddress } from '../people/email-address.ts'
import { identityTexts } from '../people/identity.ts'
import { cleanPerson } from './person.ts'
import type { RawPerson } from './raw-person.ts'

export interface DeliveryFacts {
  endpointId: string | null
  fields: RawPerson
  action: string
  source: string
  offer: string
  offerTitle: string | null
  description: string | null
}

/**
 * SHA-256 (hex) of what makes a delivery this one: within the repeat window an equal key is the same delivery again.
 * Not keyed: it belongs to the receipt's personal data and goes with it.
 */
export function repeatKey(facts: DeliveryFacts): string {
  const { endpointId, action, source, offer, offerTitle, description } = facts
  const codes = [action, source, offer].map(text => text.toLowerCase())
  const parts = [endpointId, ...whoOf(facts), ...codes, offerTitle?.trim() ?? '', description?.trim() ?? '']
  return hash('sha256', JSON.stringify(parts), 'hex')
}

// The kind of identity is part of the key, so that a phone can never equal a name.
function whoOf({ fields }: DeliveryFacts): string[] {
  const address = readEmailAddress(fields.email)
  if (address !== null) return ['email', address.normalised]
  const { phone, pair } = identityTexts(cleanPerson(fields).person)
  if (phone !== null) return ['phone', phone]
  if (pair !== null) return ['pair', pair]
  return [
    'fields',
    ...Object.entries(fields)
      .sort()
      .map(([name, text]) => `${name}=${text?.trim() ?? ''}`),
  ]
}
