import type { Lead } from './lead.ts'
import type { Limits } from './settings.ts'
import type { Suppression } from './suppression.ts'

/** A mail that left or may have left. */
export interface SentMail {
  at: number
  template: string | null
  enrollmentId: string | null
}

export type Refusal =
  | 'erased'
  | 'do-not-contact'
  | 'disqualified'
  | 'suppressed'
  | 'no-address'
  | 'limit-zero'

export type Delay = 'gap' | 'ceiling' | 'per-30-days'

/** May we write to this lead now? Always with a reason, never a bare boolean. */
export type ContactAnswer =
  | { may: 'yes' }
  | { may: 'never'; refusal: Refusal; because: string }
  | { may: 'later'; delay: Delay; until: number; because: string }

export interface ContactFacts {
  lead: Pick<Lead, 'status' | 'email'>
  /** Every suppression that matches the lead or the address, lifted and past ones included. */
  suppressions: Suppression[]
  mails: SentMail[]
  limits: Limits
  /** The first mail of an inquiry ignores the gap. */
  first: boolean
}
