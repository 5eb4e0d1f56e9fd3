import { mayEverContact } from '../domain/contact-policy.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import { TendError } from '../domain/errors.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Message } from '../domain/mail/message.ts'
import type { Settings } from '../domain/settings.ts'
import type { Facts } from '../workflow/planner/decision.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { Draft } from './draft.ts'
import { sentMails } from './mail-facts.ts'

/** What the planner may know about one enrollment of the lead. */
export function factsOf(
  draft: Draft,
  enrollment: Enrollment,
  { settings, stepMaps }: { settings: Settings; stepMaps: StepMap[] },
): Facts {
  const mails = sentMails(draft.world.messages)
  const { lead, suppressions } = draft
  return {
    lead,
    inquiry: inquiryOf(draft, enrollment.inquiryId),
    settings,
    contact: mayEverContact({ lead, suppressions, offer: enrollment.offer, limits: settings.limits }, draft.now),
    mails,
    mailsOfEnrollment: mails.filter(mail => mail.enrollmentId === enrollment.id).length,
    templatesSent: mails.flatMap(mail => mail.template ?? []),
    stepMap: stepMaps.find(({ from }) => from === enrollment.version) ?? null,
    signals: [...draft.world.signals, ...draft.signals],
    mail: mailAt(draft.world.messages, enrollment),
  }
}

/** The lead's inquiry with this id, stored or about to be. */
export function inquiryOf(draft: Draft, inquiryId: string): Inquiry {
  const inquiry = [...draft.inquiries, ...draft.world.inquiries].find(({ id }) => id === inquiryId)
  if (inquiry !== undefined) return inquiry
  throw new TendError({
    code: 'internal',
    message: `The enrollment names inquiry ${inquiryId}, which is not among the lead's.`,
    nextAction: 'Run `tend doctor` and report what it prints.',
  })
}

function mailAt(messages: Message[], enrollment: Enrollment): Facts['mail'] {
  if (enrollment.phase !== 'mail') return null
  const mail = messages.find(({ originId, purpose }) => originId === enrollment.id && purpose === enrollment.step)
  return mail === undefined ? null : { status: mail.status, gateAt: mail.gateAt, reason: mail.reason }
}
