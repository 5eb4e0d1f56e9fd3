import type { TimelineEntry } from '../../src/engine/engine-api.ts'
import { DAY, enrollmentRow, escalationRow, HOUR, inquiryRow, messageRow, NOON, suppressionRow } from './engine-rows.ts'
import { sampleMail } from './sample-mail.ts'
import type { StandInData } from './stand-in-data.ts'

/** The lead with the fullest story: two inquiries, an answer, a mail in doubt, and sales waiting. */
export function addAda(data: StandInData): void {
  const leadId = 'lead-ada'
  data.inquiries.push(
    inquiryRow({ id: 'inquiry-0', leadId, action: 'INS', at: NOON - 3 * DAY, intent: 'initial' }),
    inquiryRow({
      id: 'inquiry-1',
      leadId,
      note: 'We have 400 analysts and would like a call about prices.\nMornings are best.',
      campaign: 'blogpost_12',
      at: NOON - 2 * DAY,
    }),
  )
  data.enrollments.push(
    enrollmentRow({ id: 'enrollment-1', leadId, startedAt: NOON - 2 * DAY, firstTouchAt: NOON - 2 * DAY }),
  )
  data.messages.push(
    messageRow({ id: 'message-1', leadId, settledAt: NOON - 2 * DAY, gateAt: NOON - 2 * DAY }),
    messageRow({
      id: 'message-2',
      leadId,
      purpose: 'send-2',
      status: 'uncertain',
      subject: 'Three ways to start',
      reason: 'the line broke after the mail was handed over',
      gateAt: NOON - 5 * HOUR,
      settledAt: NOON - 5 * HOUR,
      transport: 'smtp',
      serverReply: '250 2.1.5 recipient ok',
    }),
    messageRow({
      id: 'message-3',
      leadId,
      purpose: 'send-3',
      status: 'skipped',
      subject: null,
      template: 'contact/last-call',
      reason: 'an answer came first',
      gateAt: null,
      transport: null,
    }),
  )
  data.mails.set('message-1', sampleMail()).set('message-2', sampleMail())
  data.scores.push(
    {
      id: 'score-1',
      leadId,
      points: 40,
      because: 'asked to be contacted',
      origin: 'rule-1/inquiry-1',
      at: NOON - 2 * DAY,
    },
    {
      id: 'score-2',
      leadId,
      points: 30,
      because: 'answered the first mail',
      origin: 'rule-2/inquiry-1',
      at: NOON - DAY,
    },
  )
  data.signals.push({
    id: 'signal-1',
    leadId,
    kind: 'reply',
    at: NOON - DAY,
    data: {},
    offer: null,
    consumedBy: 'enrollment-1',
  })
  data.escalations.push(
    escalationRow({ id: 'escalation-1', leadId }),
    escalationRow({
      id: 'escalation-2',
      leadId,
      reason: 'step-4',
      status: 'declined',
      because: 'opened the price list',
      answeredAt: NOON - 2 * DAY,
      answeredBy: 'Lea',
      answerNote: 'too early',
    }),
  )
  data.suppressions.push(
    suppressionRow({
      id: 'suppression-1',
      leadId,
      label: 'ada.moreau@fabrikam.example',
      createdAt: NOON - 3 * DAY,
      liftedAt: NOON - 2 * DAY,
      liftedBecause: 'asked to be contacted again',
    }),
  )
  data.timelines.set(leadId, adaTimeline(leadId))
}

function adaTimeline(leadId: string): TimelineEntry[] {
  const words: [number, string][] = [
    [3 * DAY, 'Ada Moreau came from AppSource for Contoso Analytics (INS).'],
    [2 * DAY, 'Asked to be contacted about Contoso Analytics (PLT).'],
    [2 * DAY, 'Entered the workflow “asked-to-be-contacted”.'],
    [2 * DAY - 60_000, 'The mail “contact/hello” was captured.'],
    [DAY, 'Answered. 30 points: answered the first mail; 70 in all.'],
    [HOUR, 'Handed to sales: reached 70 points. Sam is to answer within 4 hours.'],
  ]
  return words.map(([ago, text], index) => ({
    id: `event-${index + 1}`,
    leadId,
    seq: index + 1,
    at: NOON - ago,
    kind: 'lead-filled',
    data: { fields: [] },
    words: text,
  }))
}
