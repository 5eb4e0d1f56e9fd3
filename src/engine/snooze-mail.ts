import type { SnoozeLength } from '../domain/snooze.ts'
import { endOfSnooze } from '../domain/snooze.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { suppress } from './suppress-lead.ts'
import { hasUnsubscribed, linkedMessage } from './unsubscribe-link.ts'

/** The recipient wants a pause: mail waits until it is over, nothing ends. A longer silence stays as it is. */
export async function snoozeMail(context: EngineContext, token: string, length: SnoozeLength): Promise<boolean> {
  const message = await linkedMessage(context, token)
  if (message === null) return false
  await changeLead(context, message.leadId, draft => {
    if (draft.lead.status === 'erased' || hasUnsubscribed(draft.suppressions, message, draft.now)) return
    const until = endOfSnooze(length, draft.now)
    const wish = { reason: 'snoozed', because: 'the person wants a pause', by: 'recipient', until } as const
    // The mail may have gone to an address that was corrected since.
    for (const key of new Set([message.recipientKey, draft.lead.addressKey ?? message.recipientKey])) {
      suppress(context, draft, { ...wish, scope: 'address', key, label: draft.lead.email })
    }
    holdMail(draft, until)
  })
  return true
}

/** A mail that already waits to leave is not late because of the pause: it counts as reached when that is over. */
function holdMail(draft: Draft, until: number): void {
  for (const enrollment of draft.enrollments) {
    if (enrollment.status !== 'active' || enrollment.phase !== 'mail' || enrollment.arrivedAt >= until) continue
    put(draft, 'enrollments', { ...enrollment, arrivedAt: until })
  }
}
