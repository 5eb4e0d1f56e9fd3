import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEnrollment, promoteWaiting } from './end-enrollments.ts'
import { suppress } from './suppress-lead.ts'
import { linkedMessage } from './unsubscribe-link.ts'

/** The recipient wants no more mail about the offer of this one; mail about other offers goes on. */
export async function declineOffer(context: EngineContext, token: string): Promise<boolean> {
  const message = await linkedMessage(context, token)
  if (message === null) return false
  const { leadId, recipientKey, enrollmentId } = message
  await changeLead(context, leadId, draft => {
    const offer = draft.enrollments.find(({ id }) => id === enrollmentId)?.offer ?? ''
    if (draft.lead.status === 'erased' || offer === '') return
    const because = 'the person wants no more mail about this offer'
    const wish = {
      label: draft.lead.email,
      reason: 'offer-declined',
      because,
      by: 'recipient',
      until: null,
      offer,
    } as const
    suppress(context, draft, { ...wish, scope: 'address', key: recipientKey })
    suppress(context, draft, { ...wish, scope: 'lead', key: leadId })
    endAbout(draft, offer, because)
  })
  return true
}

function endAbout(draft: Draft, offer: string, because: string): void {
  for (const enrollment of draft.enrollments) {
    const isRunning = enrollment.status === 'active' || enrollment.status === 'waiting'
    if (isRunning && enrollment.offer === offer) endEnrollment(draft, enrollment, { status: 'stopped', because })
  }
  promoteWaiting(draft)
}
