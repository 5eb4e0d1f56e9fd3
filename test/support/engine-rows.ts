import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Escalation, Task } from '../../src/domain/escalation.ts'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Receipt } from '../../src/domain/inquiry/receipt.ts'
import type { Message } from '../../src/domain/mail/message.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { Suppression } from '../../src/domain/suppression.ts'

/** Sunday 22 November 2026, 13:05 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 13, 5)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export function leadRow(lead: Partial<Lead> & Pick<Lead, 'id'>): Lead {
  return {
    environment: 'live',
    status: 'open',
    email: null,
    firstName: null,
    lastName: null,
    company: null,
    title: null,
    phone: null,
    country: null,
    phoneRaw: null,
    countryRaw: null,
    addressKey: 'key-that-stays-inside',
    domainKey: null,
    phoneKey: null,
    pairKey: null,
    zone: null,
    language: null,
    score: 0,
    tags: [],
    attributes: {},
    createdAt: NOON,
    updatedAt: NOON,
    revision: 7,
    ...lead,
  }
}

export function receiptRow(receipt: Partial<Receipt> & Pick<Receipt, 'id'>): Receipt {
  return {
    channel: 'ingest',
    endpointId: 'endpoint-appsource',
    environment: 'live',
    receivedAt: NOON,
    contentType: 'application/json',
    body: new Uint8Array(0),
    size: 412,
    truncated: false,
    outcome: 'accepted',
    reason: null,
    repeatKey: 'key-that-stays-inside',
    repeatOf: null,
    idempotencyKey: null,
    requestHash: 'hash-that-stays-inside',
    answer: null,
    validatedAt: null,
    leadId: null,
    inquiryId: null,
    processedAt: null,
    ...receipt,
  }
}

export function inquiryRow(inquiry: Partial<Inquiry> & Pick<Inquiry, 'id' | 'leadId'>): Inquiry {
  return {
    receiptId: 'receipt-1',
    endpointId: 'endpoint-appsource',
    environment: 'live',
    action: 'PLT',
    source: 'AppSource',
    offer: 'contoso.analytics',
    offerTitle: 'Contoso Analytics',
    intent: 'active',
    note: null,
    campaign: null,
    flags: [],
    extra: {},
    at: NOON,
    ...inquiry,
  }
}

export function enrollmentRow(enrollment: Partial<Enrollment> & Pick<Enrollment, 'id' | 'leadId'>): Enrollment {
  return {
    inquiryId: 'inquiry-1',
    environment: 'live',
    workflowId: 'asked-to-be-contacted',
    version: '5f00d82ac1b94e77',
    offer: 'contoso.analytics',
    rank: 40,
    status: 'active',
    step: 'wait-2',
    phase: 'wait',
    arrivedAt: NOON,
    completedAt: NOON,
    dueAt: NOON + DAY,
    generation: 3,
    arms: {},
    shiftedFor: null,
    firstTouchBy: NOON + DAY,
    firstTouchAt: NOON,
    startedAt: NOON,
    endedAt: null,
    endReason: null,
    ...enrollment,
  }
}

export function messageRow(message: Partial<Message> & Pick<Message, 'id' | 'leadId'>): Message {
  return {
    environment: 'live',
    kind: 'nurture',
    originKind: 'enrollment',
    originId: 'enrollment-1',
    purpose: 'send-1',
    occurrence: 1,
    enrollmentId: 'enrollment-1',
    workflowId: 'asked-to-be-contacted',
    version: '5f00d82ac1b94e77',
    template: 'contact/hello',
    status: 'sent',
    reason: null,
    to: 'ada.moreau@fabrikam.example',
    recipientKey: 'key-that-stays-inside',
    domainKey: 'key-that-stays-inside',
    subject: 'Your question about Contoso Analytics',
    messageId: `<${message.id}@contoso.example>`,
    transport: 'capture',
    dueAt: null,
    generation: 2,
    attempts: 0,
    createdAt: NOON,
    gateAt: NOON,
    settledAt: NOON,
    serverReply: null,
    ...message,
  }
}

export function escalationRow(escalation: Partial<Escalation> & Pick<Escalation, 'id' | 'leadId'>): Escalation {
  return {
    enrollmentId: 'enrollment-1',
    inquiryId: 'inquiry-1',
    team: 'sales',
    reason: 'qualified',
    because: 'Reached 70 points: asked to be contacted, and answered the first mail',
    owner: 'Sam',
    status: 'open',
    acceptBy: NOON + 3 * HOUR,
    createdAt: NOON - HOUR,
    answeredAt: null,
    answeredBy: null,
    answerNote: null,
    ...escalation,
  }
}

export function taskRow(task: Partial<Task> & Pick<Task, 'id' | 'leadId'>): Task {
  return {
    enrollmentId: 'enrollment-2',
    purpose: 'first-touch',
    team: 'sales',
    because: 'The lead came without an e-mail address',
    status: 'open',
    dueBy: NOON + 20 * HOUR,
    createdAt: NOON - 4 * HOUR,
    doneAt: null,
    doneBy: null,
    ...task,
  }
}

export function suppressionRow(suppression: Partial<Suppression> & Pick<Suppression, 'id'>): Suppression {
  return {
    scope: 'address',
    key: 'key-that-stays-inside',
    label: null,
    leadId: null,
    reason: 'unsubscribed',
    because: 'pressed the unsubscribe button in the mail',
    by: 'recipient',
    createdAt: NOON,
    until: null,
    liftedAt: null,
    liftedBecause: null,
    offer: null,
    ...suppression,
  }
}
