import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Stats } from '../../engine/ports.ts'
import type { HttpEnv } from '../deps.ts'
import { ingestUrl } from '../ingest-url.ts'
import { attentionList, readAttention } from './attention.ts'
import { backTo, type PageContext, type PageKit } from './kit.ts'
import { page } from './layout.ts'
import { leadTable } from './leads.ts'
import { card, type Markup } from './parts.ts'

export function addOverview(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/', async c => {
    const { engine } = kit
    const [stats, attention, latest] = await Promise.all([
      engine.readStats(),
      readAttention(kit),
      engine.listLeads({}, { limit: 8, cursor: null }),
    ])
    const frame = kit.frame(c, '/')
    const content = html`<h1>${headline(attention.length)}</h1>
      <p class="lede">${subline(stats)}</p>
      ${attention.length === 0 ? null : card('Needs attention', attentionList(attention, frame.csrf), attention.length)}
      ${tiles(stats)}
      ${latest.items.length === 0 ? emptyState(kit, c) : card('Latest leads', leadTable(latest.items))}`
    return c.html(page(frame, 'Overview', content))
  })
  pages.post('/alerts/:id/dismiss', async c => {
    await kit.engine.dismissAlert(c.req.param('id'))
    return backTo(c, '/', 'dismissed')
  })
}

function headline(waiting: number): string {
  if (waiting === 0) return 'All is well'
  return waiting === 1 ? 'One thing needs you' : `${waiting} things need you`
}

function subline(stats: Stats): string {
  if (stats.dueNow === 0) return 'Nothing is overdue.'
  const age =
    stats.oldestDueSeconds < 60
      ? `${Math.round(stats.oldestDueSeconds)} s`
      : `${Math.round(stats.oldestDueSeconds / 60)} min`
  return `${stats.dueNow} due right now; the oldest has waited ${age}.`
}

function tiles(stats: Stats): Markup {
  const inside = (stats.enrollments.active ?? 0) + (stats.enrollments.waiting ?? 0)
  const tile = (value: number, words: string, tone = '') =>
    html`<li class="${tone}"><strong>${value}</strong><span>${words}</span></li>`
  return html`<ul class="tiles">
    ${tile(sum(stats.leads), 'leads')}
    ${tile(stats.leads.qualified ?? 0, 'qualified')}
    ${tile(inside, 'in a workflow')}
    ${tile(stats.messages.sent ?? 0, 'mails sent')}
    ${tile(stats.escalations.open ?? 0, 'with sales, open')}
    ${tile(stats.late24h, 'first touches too late', stats.late24h > 0 ? 'late' : '')}
  </ul>`
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function emptyState(kit: PageKit, c: PageContext): Markup {
  const url = ingestUrl(kit, c, 'YOUR-TOKEN')
  const example = `curl -X POST ${url} -H 'Content-Type: application/json' \\
  -d '{"UserDetails":{"FirstName":"Ada","LastName":"Moreau","Email":"ada@fabrikam.example","Company":"Fabrikam","Country":"FR"},
       "LeadSource":"AppSource-PLT|Contoso Analytics","ActionCode":"PLT","OfferTitle":"Contoso Analytics"}'`
  return card(
    'No lead has come yet',
    html`<ol>
      <li>Take the ingest URL that Tend printed at its start, or make a fresh one under <a href="/endpoints">Endpoints</a>.</li>
      <li>In Partner Center, open the offer, then <em>Customer leads</em>, choose <em>HTTPS endpoint</em> and paste the URL.</li>
      <li>Press <em>Validate</em>: the test lead appears under <a href="/receipts">Receipts</a>.</li>
    </ol>
    <p>To see a lead go through right now, send one yourself:</p><pre>${example}</pre>
    <p class="none">Nothing leaves this machine until SMTP is set up: look for the mail in the <a href="/mailbox">Mailbox</a>.</p>`,
  )
}
