import type { Environment } from './people/lead.ts'

/** A secret ingest URL. Its tokens are stored hashed; two may live at once while one is rotated out. */
export interface Endpoint {
  id: string
  label: string
  /** `publisher.offer` of every lead that comes here, unless the lead says otherwise. */
  offer: string | null
  environment: Environment
  createdAt: number
  revokedAt: number | null
  lastReceiptAt: number | null
  lastValidatedAt: number | null
}

export interface EndpointToken {
  id: string
  endpointId: string
  hash: string
  createdAt: number
  revokedAt: number | null
}
