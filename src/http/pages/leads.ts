import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Lead } from '../../domain/people/lead.ts'
import type { HttpEnv } from '../deps.ts'
import { LEAD_STATUSES } from '../present/lead.ts'
import { cursorOf, nameLead, type PageKit, pick } from './kit.ts'
import { page } from './layout.ts'
import { chip, environmentChip, linkTo, type Markup, moment, nothing, pager, table, tabs } from './parts.ts'

export function addLeadList(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/leads', async c => {
    const q = c.req.query('q')?.trim() || undefined
    const status = pick(LEAD_STATUSES, c.req.query('status'))
    const [{ items, next }, stats] = await Promise.all([
      kit.engine.listLeads({ q, status }, { limit: 50, cursor: cursorOf(c) }),
      kit.engine.readStats(),
    ])
    const content = html`<h1>Leads</h1><p class="lede">Everybody who came from the marketplace, newest first.</p>
      ${searchForm(q, status)}${statusTabs(stats.leads, q, status)}
      <section class="card">${items.length === 0 ? nothing(q === undefined ? 'No lead here yet.' : `Nobody matches “${q}”.`) : leadTable(items)}
      ${pager('/leads', { q, status }, next)}</section>`
    return c.html(page(kit.frame(c, '/leads'), 'Leads', content))
  })
}

export function leadTable(leads: Lead[]): Markup {
  return table(
    [
      {
        label: 'Lead',
        cell: lead => html`<a href="/leads/${lead.id}">${nameLead(lead)}</a> ${environmentChip(lead.environment)}`,
      },
      { label: 'Company', cell: lead => lead.company ?? html`<span class="none">–</span>` },
      { label: 'E-mail', cell: lead => lead.email ?? html`<span class="none">–</span>` },
      { label: 'Status', cell: lead => chip(lead.status) },
      { label: 'Score', cell: lead => lead.score },
      { label: 'Came', cell: lead => moment(lead.createdAt) },
    ],
    leads,
  )
}

function searchForm(q: string | undefined, status: string | undefined): Markup {
  return html`<form class="search" method="get" action="/leads" role="search">
    <input type="search" name="q" value="${q ?? ''}" placeholder="Name, company or e-mail" aria-label="Search leads">
    ${status === undefined ? null : html`<input type="hidden" name="status" value="${status}">`}
    <button>Search</button></form>`
}

function statusTabs(counts: Record<string, number>, q: string | undefined, status: string | undefined): Markup {
  const all = { label: 'all', href: linkTo('/leads', { q }), isCurrent: status === undefined }
  const each = LEAD_STATUSES.map(word => ({
    label: word,
    href: linkTo('/leads', { q, status: word }),
    isCurrent: status === word,
    count: q === undefined ? (counts[word] ?? 0) : undefined,
  }))
  return tabs('Status', [all, ...each])
}
