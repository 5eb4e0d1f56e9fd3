import type { Hono } from 'hono'
import { html } from 'hono/html'
import { TendError } from '../../domain/errors.ts'
import type { FrozenMail, Message } from '../../domain/mail/message.ts'
import type { HttpEnv } from '../deps.ts'
import { sentAt } from '../present/message.ts'
import { backTo, DASHBOARD, namesOf, type PageContext, type PageKit, pick } from './kit.ts'
import { page } from './layout.ts'
import { mailViews } from './mail-views.ts'
import { actionForm, card, chip, facts, type Markup, moment, nothing } from './parts.ts'

/** One mail as its reader sees it. */
export function addMail(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/mailbox/:file{[^/]+\\.eml}', async c => {
    const id = c.req.param('file').slice(0, -'.eml'.length)
    const { mail } = await findMessage(kit, id)
    if (mail === null) throw unknownMail(id)
    return c.body(Uint8Array.from(mail.bytes).buffer, 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${id.replace(/[^\w.-]/g, '_')}.eml"`,
    })
  })
  pages.get('/mailbox/:id', async c => {
    const { message, mail } = await findMessage(kit, c.req.param('id'))
    const frame = kit.frame(c, '/mailbox')
    const names = await namesOf(kit, [message.leadId])
    const content = html`<h1>${message.subject ?? message.template ?? 'Mail without a subject'}</h1>
      <p class="lede">${chip(message.status)} ${message.transport === 'capture' ? 'captured here, it went nowhere,' : ''} ${moment(sentAt(message) ?? message.dueAt)}</p>
      ${verdict(message, frame.csrf)}
      ${card('About this mail', about(message, names.get(message.leadId) ?? message.leadId))}
      ${await body(c, message, mail)}`
    return c.html(page(frame, message.subject ?? 'Mail', content))
  })
  pages.post('/mailbox/:id/resolve', async c => {
    const as = pick(['sent', 'resend'] as const, String((await c.req.parseBody()).as))
    if (as === undefined) throw unknownAnswer()
    await kit.engine.resolveMessage(c.req.param('id'), as, DASHBOARD)
    return backTo(c, `/mailbox/${c.req.param('id')}`, as)
  })
}

async function findMessage(kit: PageKit, id: string): Promise<{ message: Message; mail: FrozenMail | null }> {
  const found = await kit.engine.findMessage(id)
  if (found === null) throw unknownMail(id)
  return found
}

function needsWord({ status }: Message): boolean {
  return status === 'uncertain' || status === 'held' || status === 'failed'
}

/** A mail whose fate only a person can settle. */
function verdict(message: Message, csrf: string): Markup | null {
  if (!needsWord(message)) return null
  const form = (as: string, label: string) =>
    actionForm({
      action: `/mailbox/${message.id}/resolve`,
      csrf,
      label,
      fields: html`<input type="hidden" name="as" value="${as}">`,
    })
  return card(
    'Your word is needed',
    html`<p class="sentence">${message.reason ?? 'The line broke after the mail was handed over: it may or may not have arrived.'}</p>
      <p class="soft">Tend never sends such a mail again by itself. Ask the receiver or look in the log of the mail server.</p>
      <div class="row">${form('sent', 'It arrived')} ${form('resend', 'It did not, send it again')}</div>`,
  )
}

function about(message: Message, leadName: string): Markup {
  return facts([
    ['To', message.to],
    ['Lead', html`<a href="/leads/${message.leadId}">${leadName}</a>`],
    ['Workflow', message.workflowId],
    ['Step', message.purpose],
    ['Template', message.template],
    ['Reason', needsWord(message) ? null : message.reason],
    ['Tries', message.attempts === 0 ? null : message.attempts],
    ['Message-ID', html`<code>${message.messageId}</code>`],
    ['Server said', message.serverReply],
  ])
}

function body(c: PageContext, { id }: Message, mail: FrozenMail | null): Markup | Promise<Markup> {
  if (mail === null)
    return card('The mail', nothing('There are no bytes: it was never written, or its person was erased.'))
  return mailViews(c, { mail, href: `/mailbox/${id}`, download: `/mailbox/${id}.eml` })
}

function unknownMail(id: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `Expected the id of a mail that has bytes, but there is none for "${id}".`,
    nextAction: 'Choose one in the mailbox.',
  })
}

function unknownAnswer(): TendError {
  return new TendError({
    code: 'bad-request',
    message: 'Expected "sent" or "resend".',
    nextAction: 'Go back and press one of the two buttons.',
  })
}
