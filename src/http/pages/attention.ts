import { html } from 'hono/html'
import type { Alert } from '../../domain/alert.ts'
import type { Escalation, Task } from '../../domain/escalation.ts'
import type { Receipt } from '../../domain/inquiry/receipt.ts'
import type { Message } from '../../domain/mail/message.ts'
import { namesOf, type PageKit } from './kit.ts'
import { actionForm, chip, type Markup, moment, prose } from './parts.ts'

export interface Attention {
  kind: string
  words: unknown
  at: number
  href: string | null
  linkWords: string
  /** A POST that settles it in one press. */
  act: { action: string; label: string } | null
}

const FEW = { limit: 20, cursor: null }

/** Everything that waits for a person, oldest first. */
export async function readAttention(kit: PageKit): Promise<Attention[]> {
  const { engine } = kit
  const [alerts, receipts, uncertain, held, escalations, tasks] = await Promise.all([
    engine.listAlerts(),
    engine.listReceipts({ outcome: 'quarantined' }, FEW),
    engine.listMessages({ status: 'uncertain' }, FEW),
    engine.listMessages({ status: 'held' }, FEW),
    engine.listEscalations({ status: 'open' }, FEW),
    engine.listTasks({ status: 'open' }, FEW),
  ])
  const names = await namesOf(
    kit,
    [...escalations.items, ...tasks.items].map(row => row.leadId),
  )
  const linkTo = (leadId: string) => html`<a href="/leads/${leadId}">${names.get(leadId) ?? leadId}</a>`
  const mails = [...uncertain.items, ...held.items]
  // An alert about something that is listed anyway would say it twice.
  const listed = [...receipts.items, ...mails].map(row => row.id)
  const found = [
    ...alerts.filter(alert => !listed.some(id => alert.key.includes(id))).map(ofAlert),
    ...receipts.items.map(ofReceipt),
    ...mails.map(ofMessage),
    ...escalations.items.map(escalation => ofEscalation(escalation, linkTo(escalation.leadId))),
    ...tasks.items.map(task => ofTask(task, linkTo(task.leadId))),
  ]
  return found.sort((left, right) => left.at - right.at)
}

function ofAlert({ id, message, nextAction, raisedAt }: Alert): Attention {
  const words = html`${prose(message)} <span class="soft">${prose(nextAction)}</span>`
  return { ...item('alert', raisedAt), words, act: { action: `/alerts/${id}/dismiss`, label: 'Seen' } }
}

function ofReceipt({ id, reason, receivedAt }: Receipt): Attention {
  const words = html`A delivery could not be understood: ${reason ?? 'no reason is known'}`
  return {
    ...item('quarantined', receivedAt),
    words,
    href: `/receipts?outcome=quarantined#${id}`,
    linkWords: 'Look at it',
  }
}

function ofMessage({ id, status, subject, purpose, to, reason, gateAt, createdAt }: Message): Attention {
  const words = html`“${subject ?? purpose}” to ${to ?? 'somebody'}: ${reason ?? 'nobody knows whether it arrived'}`
  return { ...item(status, gateAt ?? createdAt), words, href: `/mailbox/${id}`, linkWords: 'Decide' }
}

function ofEscalation({ id, team, because, acceptBy, createdAt }: Escalation, lead: Markup): Attention {
  const words = html`${lead} for ${team}: ${because}. Answer by ${moment(acceptBy)}`
  return { ...item('escalation', createdAt), words, href: `/escalations#${id}`, linkWords: 'Answer' }
}

function ofTask({ id, because, dueBy, createdAt }: Task, lead: Markup): Attention {
  const words = html`Call ${lead}: ${because}. By ${moment(dueBy)}`
  return { ...item('call', createdAt), words, act: { action: `/tasks/${id}/close`, label: 'Done' } }
}

function item(kind: string, at: number): Attention {
  return { kind, at, words: null, href: null, linkWords: '', act: null }
}

export function attentionList(items: Attention[], csrf: string): Markup {
  const line = ({ kind, words, at, href, linkWords, act }: Attention) => html`<li>
    <div class="row">${TONED[kind] ?? chip(kind)} <span class="soft small-text">${moment(at)}</span>
      <span class="push">${href === null ? null : html`<a href="${href}">${linkWords}</a>`}${act === null ? null : actionForm({ ...act, csrf })}</span></div>
    <div>${words}</div></li>`
  return html`<ul class="list">${items.map(line)}</ul>`
}

const TONED: Record<string, Markup> = {
  alert: html`<span class="chip bad">alert</span>`,
  escalation: html`<span class="chip calm">sales</span>`,
  call: html`<span class="chip calm">call</span>`,
}
