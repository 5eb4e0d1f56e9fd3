import { html } from 'hono/html'
import type { Suppression } from '../../domain/suppression.ts'
import type { LeadWorld } from '../../engine/ports.ts'
import { actionForm, card, chip, type Markup, moment, nothing } from './parts.ts'

export function escalationsOf({ escalations }: LeadWorld, csrf: string): Markup | null {
  if (escalations.length === 0) return null
  const line = (escalation: LeadWorld['escalations'][number]) => html`<li>
    <div class="row">${chip(escalation.status)} <strong>${escalation.team}</strong> <span class="soft">${escalation.owner ?? ''}</span></div>
    <div class="sentence">${escalation.because}</div>
    ${
      escalation.status === 'open'
        ? html`<div class="soft small-text">Answer by ${moment(escalation.acceptBy)}</div><div class="row">
          ${actionForm({ action: `/escalations/${escalation.id}/accept`, csrf, label: 'Accept', tone: 'main' })}
          ${actionForm({ action: `/escalations/${escalation.id}/decline`, csrf, label: 'Decline' })}</div>`
        : html`<div class="soft small-text">${escalation.answeredBy ?? ''} ${moment(escalation.answeredAt)} ${escalation.answerNote ?? ''}</div>`
    }</li>`
  return card('With sales', html`<ul class="list">${escalations.map(line)}</ul>`, escalations.length)
}

export function tasksOf({ tasks }: LeadWorld, csrf: string): Markup | null {
  if (tasks.length === 0) return null
  const line = (task: LeadWorld['tasks'][number]) => html`<li>
    <div class="row">${chip(task.status)} <span>${task.because}</span></div>
    <div class="soft small-text">${task.team}, by ${moment(task.dueBy)}${task.doneBy === null ? null : `, done by ${task.doneBy}`}</div>
    ${task.status === 'open' ? actionForm({ action: `/tasks/${task.id}/close`, csrf, label: 'Done' }) : null}</li>`
  return card('To do', html`<ul class="list">${tasks.map(line)}</ul>`, tasks.length)
}

/** Why we may not write, lifted ones included: the history of consent. */
export function suppressionsOf({ suppressions }: LeadWorld): Markup {
  const line = (suppression: Suppression) => html`<li>
    <div class="row">${suppression.liftedAt === null ? html`<span class="chip bad">${suppression.reason}</span>` : chip('lifted')}
      <span>${suppression.scope}${suppression.label === null ? null : `: ${suppression.label}`}</span>
      ${suppression.offer === null ? null : html`<span class="soft">about ${suppression.offer} only</span>`}</div>
    <div class="sentence">${suppression.because}</div>
    <div class="soft small-text">by ${suppression.by}, ${moment(suppression.createdAt)}${until(suppression)}</div></li>`
  const content =
    suppressions.length === 0
      ? nothing('Nothing stands against writing.')
      : html`<ul class="list">${suppressions.map(line)}</ul>`
  return card('Suppressions', content, suppressions.length)
}

function until({ until, liftedAt, liftedBecause }: Suppression): Markup | null {
  if (liftedAt !== null) return html`; lifted ${moment(liftedAt)}: ${liftedBecause ?? ''}`
  return until === null ? html`, for ever` : html`, until ${moment(until)}`
}
