import { v7 } from 'uuid'
import type { Alert } from '../../src/domain/alert.ts'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Escalation, Task } from '../../src/domain/escalation.ts'
import { event } from '../../src/domain/event.ts'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Receipt } from '../../src/domain/inquiry/receipt.ts'
import type { Message } from '../../src/domain/mail/message.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { Suppression } from '../../src/domain/suppression.ts'
import type { Change, NewMessage, Recovery, Resolution, Store } from '../../src/engine/ports.ts'

/** A Monday morning; every test counts from here. */
export const T0 = Date.UTC(2026, 0, 5, 9)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const PAGE = { limit: 50, cursor: null }

export function anId(kind: string): string {
  return `${kind}_${v7()}`
}

export function aReceipt(part: Partial<Receipt> = {}): Receipt {
  return {
    id: anId('receipt'),
    channel: 'ingest',
    endpointId: null,
    environment: 'live',
    receivedAt: T0,
    contentType: 'application/json',
    body: new TextEncoder().encode('{"UserDetails":{}}'),
    size: 18,
    truncated: false,
    outcome: 'accepted',
    reason: null,
    repeatKey: null,
    repeatOf: null,
    idempotencyKey: null,
    requestHash: null,
    answer: null,
    validatedAt: null,
    leadId: null,
    inquiryId: null,
    processedAt: null,
    ...part,
  }
}

export function aLead(part: Partial<Lead> = {}): Lead {
  return {
    id: anId('lead'),
    environment: 'live',
    status: 'open',
    email: 'jana@contoso.example',
    firstName: 'Jana',
    lastName: 'Nováková',
    company: 'Contoso',
    title: 'CTO',
    phone: '+420601123456',
    country: 'CZ',
    phoneRaw: '601 123 456',
    countryRaw: 'Czechia',
    addressKey: anId('address-key'),
    domainKey: 'domain-key',
    phoneKey: null,
    pairKey: null,
    zone: null,
    language: null,
    score: 0,
    tags: ['warm'],
    attributes: { seats: 12, trial: true },
    createdAt: T0,
    updatedAt: T0,
    revision: 0,
    ...part,
  }
}

export function anInquiry(lead: Lead, part: Partial<Inquiry> = {}): Inquiry {
  return {
    id: anId('inquiry'),
    leadId: lead.id,
    receiptId: anId('receipt'),
    endpointId: null,
    environment: lead.environment,
    action: 'PLT',
    source: 'AzureMarketplace',
    offer: 'contoso.analytics',
    offerTitle: 'Contoso Analytics',
    intent: 'active',
    note: 'Please call',
    campaign: null,
    flags: ['doubtful-name'],
    extra: { Budget: 5 },
    at: T0,
    ...part,
  }
}

export function anEnrollment(inquiry: Inquiry, part: Partial<Enrollment> = {}): Enrollment {
  return {
    id: anId('enrollment'),
    leadId: inquiry.leadId,
    inquiryId: inquiry.id,
    environment: inquiry.environment,
    workflowId: 'contact-request',
    version: 'hash-1',
    offer: inquiry.offer,
    rank: 10,
    status: 'active',
    step: 'send-welcome',
    phase: 'arrive',
    arrivedAt: T0,
    completedAt: T0,
    dueAt: T0,
    generation: 1,
    arms: {},
    shiftedFor: null,
    firstTouchBy: T0 + DAY,
    firstTouchAt: null,
    startedAt: T0,
    endedAt: null,
    endReason: null,
    ...part,
  }
}

export function aMessage(enrollment: Enrollment, part: Partial<Message> = {}): NewMessage {
  const id = anId('message')
  const row: Message = {
    id,
    environment: enrollment.environment,
    kind: 'nurture',
    originKind: 'enrollment',
    originId: enrollment.id,
    purpose: enrollment.step ?? 'send-welcome',
    occurrence: 1,
    leadId: enrollment.leadId,
    enrollmentId: enrollment.id,
    workflowId: enrollment.workflowId,
    version: enrollment.version,
    template: 'welcome',
    status: 'due',
    reason: null,
    to: 'jana@contoso.example',
    recipientKey: 'recipient-key',
    domainKey: 'domain-key',
    subject: 'Welcome, Jana',
    messageId: `<${id}@contoso.example>`,
    transport: null,
    dueAt: T0,
    generation: 1,
    attempts: 0,
    createdAt: T0,
    gateAt: null,
    settledAt: null,
    serverReply: null,
    ...part,
  }
  const bytes = new TextEncoder().encode('Subject: Welcome\r\n\r\nHello Jana\r\n')
  return { row, mail: { envelopeFrom: 'bounce@contoso.example', envelopeTo: 'jana@contoso.example', bytes } }
}

export function aSuppression(part: Partial<Suppression> = {}): Suppression {
  return {
    id: anId('suppression'),
    scope: 'address',
    key: 'recipient-key',
    label: 'jana@contoso.example',
    leadId: null,
    reason: 'person',
    because: 'asked on the phone',
    by: 'person',
    createdAt: T0,
    until: null,
    liftedAt: null,
    liftedBecause: null,
    offer: null,
    ...part,
  }
}

export function anEscalation(lead: Lead, part: Partial<Escalation> = {}): Escalation {
  return {
    id: anId('escalation'),
    leadId: lead.id,
    enrollmentId: null,
    inquiryId: null,
    team: 'sales',
    reason: 'qualified',
    because: 'asked for a price',
    owner: 'Sam',
    status: 'open',
    acceptBy: T0 + 4 * HOUR,
    createdAt: T0,
    answeredAt: null,
    answeredBy: null,
    answerNote: null,
    ...part,
  }
}

export function aTask(lead: Lead, part: Partial<Task> = {}): Task {
  return {
    id: anId('task'),
    leadId: lead.id,
    enrollmentId: null,
    purpose: 'first-touch',
    team: 'sales',
    because: 'no address',
    status: 'open',
    dueBy: T0 + DAY,
    createdAt: T0,
    doneAt: null,
    doneBy: null,
    ...part,
  }
}

/** Any event will do: what is tested is that there is one. */
export function anEvent(at = T0, text?: string) {
  return event('lead-filled', at, { fields: ['company'] }, text)
}

/** The smallest change of a lead, decided on the revision that it came with. */
export function change(lead: Lead, part: Partial<Change> = {}): Change {
  return { lead, revision: lead.revision, events: [anEvent()], ...part }
}

/** A lead inside a workflow that waits for its first mail, which is due. */
interface Admitted {
  lead?: Partial<Lead>
  enrollment?: Partial<Enrollment>
  message?: Partial<Message>
}

export async function admit(store: Store, part: Admitted = {}) {
  const lead = aLead(part.lead)
  const inquiry = anInquiry(lead)
  const enrollment = anEnrollment(inquiry, { phase: 'mail', dueAt: null, ...part.enrollment })
  const message = aMessage(enrollment, part.message)
  await store.leads.commit(change(lead, { inquiries: [inquiry], enrollments: [enrollment], messages: [message] }))
  return { lead: { ...lead, revision: 1 }, inquiry, enrollment, message: message.row, mail: message.mail }
}

/** Takes a due message; fails the test when somebody else has it. */
export async function claim(store: Store, messageId: string, now = T0) {
  const claimed = await store.messages.claim(messageId, 'worker-1', now, MINUTE)
  if (claimed === null) throw new Error(`expected to claim ${messageId}`)
  return claimed
}

/** Whatever ended by now is taken back; any clock is believed, and one loss is forgiven. */
export function recovery(now: number, part: Partial<Recovery> = {}): Recovery {
  return {
    now,
    endedBefore: now,
    lastsBeyond: Number.MAX_SAFE_INTEGER,
    mostLosses: 9,
    bornBefore: Number.MAX_SAFE_INTEGER,
    alertFor: ({ id, status, reason }) => anAlert({ key: `${status} ${id}`, message: reason }),
    ...part,
  }
}

export function anAlert(part: Partial<Alert> = {}): Alert {
  const words = { kind: 'test', message: 'Look here.', nextAction: 'Look.' }
  return { id: anId('alert'), key: anId('key'), ...words, raisedAt: T0, clearedAt: null, ...part }
}

/** What Sam says of a mail. */
export function aWord(id: string, as: Resolution['as'], now: number, part: Partial<Resolution> = {}): Resolution {
  return { id, as, by: 'Sam', now, clears: [], doubt: null, ...part }
}
