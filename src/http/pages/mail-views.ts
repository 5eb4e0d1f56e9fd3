import { html } from 'hono/html'
import type { FrozenMail } from '../../domain/mail/message.ts'
import { allowInlineStyles } from '../headers.ts'
import { frameMail, type MailView, readMail } from '../read-mail.ts'
import { type PageContext, pick } from './kit.ts'
import { facts, linkTo, type Markup, nothing, tabs } from './parts.ts'

const VIEWS = ['html', 'text', 'headers'] as const
type View = (typeof VIEWS)[number]

interface ShownMail {
  mail: FrozenMail
  /** Page that shows it, and what else that page is asked with. */
  href: string
  query?: Record<string, string | undefined>
  download: string | null
}

/** A mail as it looks, as text, and with its headers; one of them at a time, by `?view=`. */
export async function mailViews(c: PageContext, { mail, href, query = {}, download }: ShownMail): Promise<Markup> {
  const read = await readMail(mail.bytes)
  const view = pick(VIEWS, c.req.query('view')) ?? (read.html === null ? 'text' : 'html')
  if (view === 'html') allowInlineStyles(c)
  const choices = VIEWS.map(word => ({
    label: LABELS[word],
    href: linkTo(href, { ...query, view: word }),
    isCurrent: view === word,
  }))
  const link = download === null ? null : html`<a class="push" href="${download}" download>Download as .eml</a>`
  return html`<section class="card"><div class="row"><h2>The mail</h2>${link}</div>
    ${tabs('View', choices)}${show(view, read)}</section>`
}

const LABELS: Record<View, string> = { html: 'As it looks', text: 'Text', headers: 'Headers' }

function show(view: View, read: MailView): Markup {
  if (view === 'headers') return facts(read.headers.map(({ name, value }): [string, string] => [name, value]))
  const content = view === 'html' ? read.html : read.text
  if (content === null) return nothing(`This mail has no ${view} part.`)
  if (view === 'text') return html`<pre class="mail-text">${content}</pre>`
  return html`<iframe class="mail" title="The mail as it looks" sandbox referrerpolicy="no-referrer" srcdoc="${frameMail(content)}"></iframe>
    <p class="none small-text">Pictures are blocked and links do not open here.</p>`
}
