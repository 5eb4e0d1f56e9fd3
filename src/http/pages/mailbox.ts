import type { Hono } from 'hono'
import { html } from 'hono/html'
import { MESSAGE_STATUSES, type Message } from '../../domain/mail/message.ts'
import type { HttpEnv } from '../deps.ts'
import { wantsJson } from '../errors.ts'
import { sentAt } from '../present/message.ts'
import { isoTimeOrNull } from '../present/time.ts'
import { readMail } from '../read-mail.ts'
import { cursorOf, type PageContext, type PageKit, pick } from './kit.ts'
import { page } from './layout.ts'
import { chip, environmentChip, linkTo, moment, nothing, pager, table, tabs } from './parts.ts'

const SHOWN = ['sent', 'due', 'uncertain', 'held', 'failed', 'suppressed', 'cancelled', 'skipped'] as const

/** Mail as it left, or as it was captured where no SMTP server is set up. */
export function addMailbox(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/mailbox', async c => {
    const status = pick(MESSAGE_STATUSES, c.req.query('status')) ?? 'sent'
    const limit = limitOf(c.req.query('limit'))
    const { items, next } = await kit.engine.listMessages({ status }, { limit, cursor: cursorOf(c) })
    if (wantsJson(c)) return answerJson(kit, c, { items, next })
    const { messages } = await kit.engine.readStats()
    const filters = SHOWN.map(word => ({
      label: word,
      href: linkTo('/mailbox', { status: word }),
      isCurrent: status === word,
      count: messages[word] ?? 0,
    }))
    const content = html`<h1>Mailbox</h1>
      <p class="lede">Every mail exactly as it left. Captured mail went nowhere: it is kept here because no SMTP server is set up, or because it is a test.</p>
      ${tabs('Status', filters)}
      <section class="card">${items.length === 0 ? nothing(`No mail is ${status}.`) : mailTable(items)}${pager('/mailbox', { status }, next)}</section>`
    return c.html(page(kit.frame(c, '/mailbox'), 'Mailbox', content))
  })
}

function mailTable(messages: Message[]) {
  return table(
    [
      {
        label: 'Subject',
        cell: message =>
          html`<a href="/mailbox/${message.id}">${message.subject ?? message.template ?? message.purpose}</a> ${environmentChip(message.environment)} ${message.kind === 'notice' ? html`<span class="chip mute">to the team</span>` : null}`,
      },
      { label: 'To', cell: message => message.to ?? html`<span class="none">erased</span>` },
      {
        label: 'Status',
        cell: message =>
          html`${chip(message.status)} ${message.transport === 'capture' ? html`<span class="chip calm">captured</span>` : null}`,
      },
      { label: 'When', cell: message => moment(sentAt(message) ?? message.dueAt ?? message.settledAt) },
    ],
    messages,
  )
}

async function answerJson(kit: PageKit, c: PageContext, list: { items: Message[]; next: string | null }) {
  const items = await Promise.all(list.items.map(message => presentMail(kit, message)))
  return c.json({ items, next: list.next })
}

async function presentMail(kit: PageKit, message: Message) {
  const found = await kit.engine.findMessage(message.id)
  const read = found?.mail ? await readMail(found.mail.bytes) : { text: null, html: null }
  const { id, messageId, to, subject, status } = message
  return {
    id,
    messageId,
    to,
    subject,
    status,
    sentAt: isoTimeOrNull(sentAt(message)),
    text: read.text,
    html: read.html,
  }
}

function limitOf(given: string | undefined): number {
  const limit = Number(given ?? 50)
  return Number.isInteger(limit) && limit >= 1 && limit <= 200 ? limit : 50
}
