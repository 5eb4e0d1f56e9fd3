import { cleanLine } from '../text/clean-text.ts'
import { foldText } from '../text/fold-text.ts'
import type { InquiryFlag } from './inquiry.ts'

export interface OfferFacts {
  offerFromSource: string | null
  endpointOffer: string | null
  offerTitle: string | null
  /** Null for a lead that came by the API. */
  endpointId: string | null
}

export interface ResolvedOffer {
  offer: string
  knownFrom: 'source' | 'endpoint' | 'title' | 'endpoint-id'
  /** The lead and its endpoint name different offers. */
  conflict: boolean
  flags: InquiryFlag[]
}

/**
 * The offer a lead is about: what LeadSource says, else the endpoint's, else the title as a slug, else the endpoint id
 * (`unknown` without one). Offer ids are compared and kept in lower case.
 */
export function resolveOffer({ offerFromSource, endpointOffer, offerTitle, endpointId }: OfferFacts): ResolvedOffer {
  const source = foldOffer(offerFromSource)
  const endpoint = foldOffer(endpointOffer)
  const conflict = source !== null && endpoint !== null && source !== endpoint
  const flags: InquiryFlag[] = conflict ? ['offer-conflict'] : []
  if (source !== null) return { offer: source, knownFrom: 'source', conflict, flags }
  if (endpoint !== null) return { offer: endpoint, knownFrom: 'endpoint', conflict, flags }
  const title = foldTitle(offerTitle)
  if (title !== null) return { offer: title, knownFrom: 'title', conflict, flags: ['unknown-offer'] }
  return { offer: endpointId ?? 'unknown', knownFrom: 'endpoint-id', conflict, flags: ['unknown-offer'] }
}

function foldOffer(text: string | null): string | null {
  return cleanLine(text, 256)?.toLowerCase() ?? null
}

/** A title as a stable slug: `Contoso Analytics` is `contoso-analytics`; null when it holds no letter or digit. */
function foldTitle(title: string | null): string | null {
  const slug = foldText(cleanLine(title, 256) ?? '').replaceAll(' ', '-')
  return slug.slice(0, 128).toWellFormed() || null
}
