import type { Endpoint } from '../domain/endpoint.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { MarketplaceLead } from '../domain/inquiry/marketplace-lead.ts'
import { resolveOffer } from '../domain/inquiry/offer.ts'
import { cleanPerson } from '../domain/inquiry/person.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { intentOf } from '../domain/intent.ts'
import { identityTexts } from '../domain/people/identity.ts'
import type { LeadKeys, Person } from '../domain/people/lead.ts'
import type { EngineContext } from './context.ts'

/** A receipt understood: the person with its keys, and what the person did. */
export interface Arrival {
  receipt: Receipt
  person: Person
  keys: LeadKeys
  /** Without the lead's id, which is not known yet. */
  inquiry: Omit<Inquiry, 'leadId'>
}

/** Turns what was read into a cleaned person and an inquiry. */
export function arrivalOf(
  context: EngineContext,
  parts: { receipt: Receipt; read: MarketplaceLead; endpoint: Pick<Endpoint, 'id' | 'offer'> | null },
): Arrival {
  const { receipt, read, endpoint } = parts
  const { person, flags } = cleanPerson(read.fields)
  const offer = resolveOffer({
    offerFromSource: read.offerFromSource,
    endpointOffer: endpoint?.offer ?? null,
    offerTitle: read.offerTitle,
    endpointId: endpoint?.id ?? null,
  })
  return {
    receipt,
    person,
    keys: keysOf(context, person),
    inquiry: {
      id: context.newId('inquiry'),
      receiptId: receipt.id,
      endpointId: endpoint?.id ?? null,
      environment: receipt.environment,
      action: read.action,
      source: read.source,
      offer: offer.offer,
      offerTitle: read.offerTitle,
      intent: intentOf(read.action, offer.offer, context.settings()),
      note: read.note,
      campaign: read.campaign,
      flags: [...new Set([...read.flags, ...flags, ...offer.flags])],
      extra: read.extra,
      at: receipt.receivedAt,
    },
  }
}

/** The keyed hashes by which this person is recognised and suppressed. */
export function keysOf(context: EngineContext, person: Person): LeadKeys {
  const texts = identityTexts(person)
  const hash = (kind: string, text: string | null) =>
    text === null ? null : context.store.fingerprint(kind === 'address' || kind === 'domain' ? text : `${kind} ${text}`)
  return {
    addressKey: hash('address', texts.address),
    domainKey: hash('domain', texts.domain),
    phoneKey: hash('phone', texts.phone),
    pairKey: hash('pair', texts.pair),
  }
}
