/** One delivery as the driver saw it. */
export interface Delivery {
  email: string
  action: 'INS' | 'DNC'
  /** Null when the line ended without an answer. */
  status: number | null
  receipt: string | null
  outcome: string | null
  at: number
}

/** A wish for silence, from the moment on that the product has said it is kept. */
export interface Stop {
  email: string
  via: 'dnc' | 'unsubscribe'
  confirmedAt: number
}

/** What one case did to the product and heard from it. */
export interface History {
  deliveries: Delivery[]
  stops: Stop[]
  kills: number
}

export function emptyHistory(): History {
  return { deliveries: [], stops: [], kills: 0 }
}

/** The answer promised that the lead is kept. */
export function isAcknowledged({ status }: Delivery): boolean {
  return status !== null && status >= 200 && status < 300
}
