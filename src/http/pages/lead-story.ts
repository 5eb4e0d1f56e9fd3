import { html } from 'hono/html'
import type { Enrollment } from '../../domain/enrollment.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { Message } from '../../domain/mail/message.ts'
import type { LeadWorld } from '../../engine/ports.ts'
import { sentAt } from '../present/message.ts'
import { card, chip, type Markup, moment, nothing } from './parts.ts'

const ACTION_WORDS: Record<string, string> = {
  INS: 'got or installed it',
  PLT: 'asked to be contacted',
  DNC: 'asked not to be contacted',
  Create: 'bought or created it',
  StartTestDrive: 'started a test drive',
}

/** What the lead did. */
export function inquiriesOf({ inquiries }: LeadWorld): Markup {
  const line = (inquiry: Inquiry) => html`<li>
    <div class="row"><strong class="sentence">${ACTION_WORDS[inquiry.action] ?? 'came'}</strong> ${inquiry.action === '' ? null : html`<code>${inquiry.action}</code>`}
      <span>${inquiry.offerTitle ?? inquiry.offer}</span> <span class="soft push">${moment(inquiry.at)}</span></div>
    <div class="soft small-text">${[inquiry.source, inquiry.offer, `intent ${inquiry.intent}`, inquiry.campaign && `campaign ${inquiry.campaign}`].filter(part => part).join(' · ')}</div>
    ${inquiry.note === null ? null : html`<p class="quote">${inquiry.note}</p>`}
    ${inquiry.flags.length === 0 ? null : html`<div class="small-text">Unclear: ${inquiry.flags.map(flag => flag.replaceAll('-', ' ')).join(', ')}</div>`}</li>`
  return card('What they did', html`<ul class="list">${inquiries.toReversed().map(line)}</ul>`, inquiries.length)
}

/** What we sent to them, and what we decided not to send. */
export function mailsOf({ messages }: LeadWorld): Markup {
  const mails = messages.filter(message => message.kind === 'nurture')
  const line = (message: Message) => html`<li>
    <div class="row">${chip(message.status)} <a href="/mailbox/${message.id}">${message.subject ?? message.template ?? message.purpose}</a>
      <span class="soft push">${moment(sentAt(message) ?? message.dueAt ?? message.settledAt)}</span></div>
    ${message.reason === null ? null : html`<div class="soft small-text sentence">${message.reason}</div>`}</li>`
  const content =
    mails.length === 0 ? nothing('No mail so far.') : html`<ul class="list">${mails.toReversed().map(line)}</ul>`
  return card('What we sent', content, mails.length)
}

export function enrollmentsOf({ enrollments }: LeadWorld): Markup | null {
  if (enrollments.length === 0) return null
  const line = (enrollment: Enrollment) => html`<li>
    <div class="row">${chip(enrollment.status)} <strong>${enrollment.workflowId}</strong>
      ${enrollment.step === null ? null : html`<span>at step <code>${enrollment.step}</code></span>`}
      <span class="soft push">${moment(enrollment.startedAt)}</span></div>
    <div class="soft small-text sentence">${firstTouch(enrollment)}${enrollment.endReason === null ? null : html` · ${enrollment.endReason}`}</div></li>`
  return card('Workflows', html`<ul class="list">${enrollments.toReversed().map(line)}</ul>`, enrollments.length)
}

function firstTouch({ firstTouchAt, firstTouchBy }: Enrollment): Markup {
  if (firstTouchAt === null) return html`first touch promised by ${moment(firstTouchBy)}`
  return html`first touch ${moment(firstTouchAt)}${firstTouchAt > firstTouchBy ? ', late' : null}`
}

export function scoreOf({ lead, scores }: LeadWorld): Markup {
  const sign = (points: number) => (points > 0 ? `+${points}` : String(points))
  const content =
    scores.length === 0
      ? nothing('Nothing has scored yet.')
      : html`<ul class="list">${scores.map(entry => html`<li><strong>${sign(entry.points)}</strong> ${entry.because}</li>`)}</ul>`
  return card('Score', content, lead.score)
}

export function signalsOf({ signals }: LeadWorld): Markup | null {
  if (signals.length === 0) return null
  return card(
    'Signals',
    html`<ul class="list">${signals.toReversed().map(signal => html`<li><strong>${signal.kind}</strong> <span class="soft">${moment(signal.at)}</span></li>`)}</ul>`,
    signals.length,
  )
}
