import type { Delivery } from '../../chaos/load/history.ts'
import { SEND_STEPS } from '../../chaos/product/publisher-files.ts'
import type { Evidence } from '../../chaos/rules/judge.ts'
import type { MessageRow } from '../../chaos/rules/state.ts'
import type { Acceptance } from '../../chaos/sink/smtp-sink.ts'

export const EMAIL = 'ada@one.example'
const START = 1_000_000
const APART_MS = 3_000

/** One lead that got its three mails, with nothing wrong anywhere. */
export function soundEvidence(): Evidence {
  const messages = SEND_STEPS.map((template, index) => messageRow(template, index))
  return {
    history: { deliveries: [delivery()], stops: [], kills: 1 },
    acceptances: messages.map(acceptanceOf),
    state: {
      receipts: [{ id: 'rec_1', outcome: 'accepted', leadId: 'lead_1', processedAt: START }],
      leads: [{ id: 'lead_1', email: EMAIL, status: 'open' }],
      enrollments: [{ id: 'enr_1', leadId: 'lead_1', receiptId: 'rec_1', status: 'finished', dueAt: null }],
      messages,
      openAlerts: [],
      mailEvents: messages.map(({ id }) => ({ messageId: id, kind: 'mail-sent' })),
      timelineGaps: [],
      bounced: [],
      refusedReceipts: [],
      lateFirstTouches: 0,
      integrity: 'ok',
    },
    late: 0,
    gapMs: APART_MS,
    isClockTrue: true,
    found: [],
  }
}

function delivery(): Delivery {
  return { email: EMAIL, action: 'INS', status: 200, receipt: 'rec_1', outcome: 'accepted', at: START }
}

function messageRow(template: string, index: number): MessageRow {
  return {
    id: `msg_${index}`,
    kind: 'nurture',
    leadId: 'lead_1',
    enrollmentId: 'enr_1',
    template,
    status: 'sent',
    to: EMAIL,
    messageId: `<${index}@contoso.example>`,
    createdAt: START + index * APART_MS,
    dueAt: null,
    gateAt: START + index * APART_MS,
    resends: 0,
  }
}

function acceptanceOf({ messageId, template, gateAt }: MessageRow): Acceptance {
  const at = gateAt ?? 0
  return {
    messageId,
    to: EMAIL,
    subject: template ?? '',
    unsubscribePath: '/u/token',
    readyAt: at - 1,
    acceptedAt: at + 1,
  }
}
