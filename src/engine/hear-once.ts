import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import { changeFoundLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'

/** Changes a lead because of something that came in, in one transaction with the note that it did: it acts once. */
export async function hearOnce(
  context: EngineContext,
  record: InboundRecord & { leadId: string },
  hear: (draft: Draft) => void,
): Promise<void> {
  let isKnown = false
  await changeFoundLead(context, {
    turn: record.leadId,
    load: async () => {
      isKnown = await context.store.inbound.knows(record.id)
      return context.store.leads.world(record.leadId)
    },
    decide: draft => {
      if (isKnown) return
      draft.inbound.push(record)
      hear(draft)
    },
  })
}
