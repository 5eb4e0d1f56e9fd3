import type { Lead } from '../../src/domain/people/lead.ts'
import {
  DAY,
  enrollmentRow,
  HOUR,
  leadRow,
  messageRow,
  NOON,
  receiptRow,
  suppressionRow,
  taskRow,
} from './engine-rows.ts'
import { addAda } from './sample-ada.ts'
import { sampleMail } from './sample-mail.ts'
import { emptyData, type StandInData } from './stand-in-data.ts'

/** A publisher on an ordinary day: some leads, some mail, and one of everything that needs a person. */
export function sampleData(): StandInData {
  const data = emptyData()
  data.endpoints = [
    {
      id: 'endpoint-appsource',
      label: 'Analytics in AppSource',
      offer: 'contoso.analytics',
      environment: 'live',
      createdAt: NOON - 40 * DAY,
      revokedAt: null,
      lastReceiptAt: NOON - HOUR,
      lastValidatedAt: NOON - 40 * DAY,
      tokens: [{ id: 'token-1', createdAt: NOON - 40 * DAY, revokedAt: null }],
    },
    {
      id: 'endpoint-trial',
      label: 'Trying things out',
      offer: null,
      environment: 'test',
      createdAt: NOON - 3 * DAY,
      revokedAt: null,
      lastReceiptAt: null,
      lastValidatedAt: null,
      tokens: [{ id: 'token-2', createdAt: NOON - 3 * DAY, revokedAt: null }],
    },
  ]
  data.tokens.set('good-token', 'endpoint-appsource')
  data.unsubscribes.set('unsubscribe-token', false)
  data.leads = people()
  addAda(data)
  addOthers(data)
  addReceipts(data)
  data.workflows = [
    {
      id: 'asked-to-be-contacted',
      title: 'Answer somebody who asked to be contacted',
      state: 'active',
      version: '5f00d82ac1b94e77',
      actions: ['PLT'],
      rank: 40,
      counts: { active: 3, waiting: 1, finished: 21, stopped: 4 },
      trouble: null,
    },
    {
      id: 'test-drive',
      title: 'Follow up a test drive',
      state: 'paused',
      version: '77aa01c3e0f24b18',
      actions: ['StartTestDrive'],
      rank: 30,
      counts: { active: 5 },
      trouble: 'test-drive.yaml:12:9 unknown step "sned", did you mean "send"?',
    },
  ]
  data.alerts = [
    {
      id: 'alert-1',
      key: 'workflow test-drive',
      kind: 'workflow',
      message: 'The file test-drive.yaml is bad; the last good version runs.',
      nextAction: 'Run `tend check` and correct line 12.',
      raisedAt: NOON - 30 * 60_000,
      clearedAt: null,
    },
  ]
  return data
}

function people(): Lead[] {
  return [
    leadRow({
      id: 'lead-ada',
      email: 'ada.moreau@fabrikam.example',
      firstName: 'Ada',
      lastName: 'Moreau',
      company: 'Fabrikam',
      title: 'Head of Data',
      country: 'FR',
      phone: '+33142685300',
      zone: 'Europe/Paris',
      status: 'qualified',
      score: 70,
      tags: ['enterprise'],
      createdAt: NOON - 3 * DAY,
    }),
    leadRow({
      id: 'lead-bo',
      email: 'bo@northwind.example',
      firstName: 'Bo',
      lastName: '<b>Lindqvist</b>',
      company: 'Northwind & Søn',
      country: 'SE',
      score: 20,
      createdAt: NOON - DAY,
    }),
    leadRow({
      id: 'lead-call',
      firstName: 'Priya',
      lastName: 'Raman',
      company: 'Woodgrove Bank',
      phone: '+912261110000',
      country: 'IN',
      score: 10,
      createdAt: NOON - 4 * HOUR,
    }),
    leadRow({
      id: 'lead-stop',
      email: 'tomas@wingtip.example',
      firstName: 'Tomáš',
      company: 'Wingtip',
      country: 'CZ',
      status: 'do-not-contact',
      createdAt: NOON - 9 * DAY,
    }),
    leadRow({
      id: 'lead-test',
      email: 'try@contoso.example',
      firstName: 'Trial',
      environment: 'test',
      createdAt: NOON - 3 * DAY,
    }),
  ]
}

function addOthers(data: StandInData): void {
  data.enrollments.push(enrollmentRow({ id: 'enrollment-3', leadId: 'lead-bo' }))
  data.messages.push(
    messageRow({
      id: 'message-4',
      leadId: 'lead-bo',
      to: 'bo@northwind.example',
      subject: 'Hello Bo',
      settledAt: NOON - DAY,
    }),
    messageRow({
      id: 'message-5',
      leadId: 'lead-test',
      environment: 'test',
      to: 'try@contoso.example',
      subject: 'Your question about Contoso Analytics',
      settledAt: NOON - 3 * DAY,
    }),
  )
  data.mails.set('message-4', sampleMail()).set('message-5', sampleMail())
  data.tasks.push(taskRow({ id: 'task-1', leadId: 'lead-call' }))
  data.suppressions.push(
    suppressionRow({
      id: 'suppression-2',
      leadId: 'lead-stop',
      scope: 'lead',
      reason: 'do-not-contact',
      because: 'the marketplace sent DNC',
      by: 'inquiry',
    }),
  )
}

const BROKEN =
  '{"UserDetails":{"FirstName":"<script>alert(1)</script>","Email":"evil\u202eelpmaxe.live@","Company":"Über'

function addReceipts(data: StandInData): void {
  const body = new TextEncoder().encode(BROKEN)
  data.receipts.push(
    receiptRow({
      id: 'receipt-9',
      outcome: 'quarantined',
      reason: 'Expected JSON, but it ends in the middle of a text',
      body,
      size: body.byteLength,
      receivedAt: NOON - 2 * HOUR,
    }),
    receiptRow({
      id: 'receipt-8',
      outcome: 'repeat',
      reason: 'the same delivery as receipt-7, 4 minutes later',
      repeatOf: 'receipt-7',
      leadId: 'lead-bo',
      receivedAt: NOON - DAY,
    }),
    receiptRow({
      id: 'receipt-7',
      leadId: 'lead-bo',
      inquiryId: 'inquiry-2',
      processedAt: NOON - DAY,
      receivedAt: NOON - DAY,
    }),
    receiptRow({ id: 'receipt-1', outcome: 'test', validatedAt: NOON - 40 * DAY, receivedAt: NOON - 40 * DAY }),
  )
}
