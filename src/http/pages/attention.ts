import { html } from 'hono/html'
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
    [...escalations.items, ...tasks.items].map(item => item.leadId),
  )
  const nameOf = (leadId: string) => html`<a href="/leads/${leadId}">${names.get(leadId) ?? leadId}</a>`
  // An alert about something that is listed anyway would say it twice.
  const listed = [...receipts.items, ...uncertain.items, ...held.items].map(row => row.id)
  const found: Attention[] = [
    ...alerts
      .filter(alert => !listed.some(id => alert.key.includes(id)))
      .map(alert => ({
        ...item('alert', alert.raisedAt),
        words: html`${prose(alert.message)} <span class="soft">${prose(alert.nextAction)}</span>`,
      })),
    ...receipts.items.map(receipt => ({
      ...item('quarantined', receipt.receivedAt),
      words: html`A delivery could not be understood: ${receipt.reason ?? 'no reason is known'}`,
      href: `/receipts?outcome=quarantined#${receipt.id}`,
      linkWords: 'Look at it',
    })),
    ...[...uncertain.items, ...held.items].map(message => ({
      ...item(message.status, message.gateAt ?? message.createdAt),
      words: html`“${message.subject ?? message.purpose}” to ${message.to ?? 'somebody'}: ${message.reason ?? 'nobody knows whether it arrived'}`,
      href: `/mailbox/${message.id}`,
      linkWords: 'Decide',
    })),
    ...escalations.items.map(escalation => ({
      ...item('escalation', escalation.createdAt),
      words: html`${nameOf(escalation.leadId)} for ${escalation.team}: ${escalation.because}. Answer by ${moment(escalation.acceptBy)}`,
      href: `/escalations#${escalation.id}`,
      linkWords: 'Answer',
    })),
    ...tasks.items.map(task => ({
      ...item('call', task.createdAt),
      words: html`Call ${nameOf(task.leadId)}: ${task.because}. By ${moment(task.dueBy)}`,
      act: { action: `/tasks/${task.id}/close`, label: 'Done' },
    })),
  ]
  return found.sort((left, right) => left.at - right.at)
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
