import type { ContactAnswer, SentMail } from '../../domain/contact-policy.ts'
import type { Enrollment } from '../../domain/enrollment.ts'
import type { NewEvent } from '../../domain/event.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { MessageStatus } from '../../domain/mail/message.ts'
import type { AttributeValue, Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Signal } from '../../domain/signal.ts'
import type { StepMap } from '../versions/step-map.ts'

/** Everything the planner may know. It has no clock, no database and no chance: `now` is an argument. */
export interface Facts {
  lead: Lead
  inquiry: Inquiry
  /** Mails of this enrollment that left or may have left. */
  mailsOfEnrollment: number
  settings: Settings
  /** The standing answer for this lead, without the budget and the hour of the day. */
  contact: ContactAnswer
  /** Mail of all workflows that left or may have left, newest last; covers 30 days at least. */
  mails: SentMail[]
  /** Templates this lead ever got. */
  templatesSent: string[]
  /** Of the lead, oldest first. */
  signals: Signal[]
  /** Where this enrollment's version goes on in a newer one; null: it stays. */
  stepMap: Pick<StepMap, 'to' | 'steps'> | null
  /** The mail that the enrollment waits for when its phase is `mail`. */
  mail: { status: MessageStatus; gateAt: number | null; reason: string | null } | null
}

/** What the shell is to do, in order. `because` tells a person why now. */
export type Effect =
  | { kind: 'send'; step: string; template: string; because: string[]; thread?: true }
  | { kind: 'skip-mail'; step: string; template: string; reason: string; because: string[] }
  | { kind: 'escalate'; step: string; team: string; reason: string; because: string; acceptWithinMs: number | null }
  | { kind: 'task'; purpose: string; team: string | null; because: string; dueWithinMs: number | null }
  | { kind: 'notify'; step: string; team: string; because: string }
  | { kind: 'set'; step: string; values: Record<string, AttributeValue> }
  | { kind: 'tag'; step: string; add: string[]; remove: string[] }
  /** The signal belongs to this enrollment's wait from now on. */
  | { kind: 'consume'; step: string; signalId: string }
  /** This enrollment has ended; the other workflow takes the same inquiry. */
  | { kind: 'start'; step: string; workflow: string }
  | { kind: 'score'; step: string; points: number; because: string }
  /** The points before it crossed the threshold. */
  | { kind: 'qualify'; because: string }

export interface Decision {
  /** The enrollment as it is to be after the commit. */
  enrollment: Enrollment
  effects: Effect[]
  events: NewEvent[]
}
