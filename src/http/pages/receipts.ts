import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Receipt } from '../../domain/inquiry/receipt.ts'
import type { HttpEnv } from '../deps.ts'
import { RECEIPT_OUTCOMES } from '../present/receipt.ts'
import { showBytes } from '../show-bytes.ts'
import { backTo, cursorOf, type PageKit, pick } from './kit.ts'
import { page } from './layout.ts'
import { actionForm, chip, environmentChip, linkTo, type Markup, moment, nothing, pager, tabs } from './parts.ts'

export function addReceipts(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/receipts', async c => {
    const outcome = pick(RECEIPT_OUTCOMES, c.req.query('outcome') ?? c.req.query('status'))
    const [{ items, next }, stats, endpoints] = await Promise.all([
      kit.engine.listReceipts({ outcome }, { limit: 50, cursor: cursorOf(c) }),
      kit.engine.readStats(),
      kit.engine.listEndpoints(),
    ])
    const frame = kit.frame(c, '/receipts')
    const labels = new Map(endpoints.map(endpoint => [endpoint.id, endpoint.label]))
    const line = (receipt: Receipt) => receiptLine(receipt, labels.get(receipt.endpointId ?? '') ?? null, frame.csrf)
    const content = html`<h1>Receipts</h1><p class="lede">Every delivery as it came, newest first. None is ever thrown away.</p>
      ${outcomeTabs(stats.receipts, outcome)}
      <section class="card">${items.length === 0 ? nothing('No delivery here.') : html`<ul class="list">${items.map(line)}</ul>`}
      ${pager('/receipts', { outcome }, next)}</section>`
    return c.html(page(frame, 'Receipts', content))
  })
  pages.post('/receipts/:id/replay', async c => {
    const receipt = await kit.engine.replayReceipt(c.req.param('id'))
    return backTo(c, '/receipts', receipt.outcome === 'quarantined' ? 'still-quarantined' : 'replayed')
  })
}

function outcomeTabs(counts: Record<string, number>, outcome: string | undefined): Markup {
  const all = { label: 'all', href: '/receipts', isCurrent: outcome === undefined }
  const each = RECEIPT_OUTCOMES.map(word => ({
    label: word,
    href: linkTo('/receipts', { outcome: word }),
    isCurrent: outcome === word,
    count: counts[word] ?? 0,
  }))
  return tabs('Outcome', [all, ...each])
}

function receiptLine(receipt: Receipt, endpoint: string | null, csrf: string): Markup {
  return html`<li id="${receipt.id}">
    <div class="row">${chip(receipt.outcome)} ${environmentChip(receipt.outcome === 'test' ? 'live' : receipt.environment)}
      <span>${endpoint ?? receipt.channel}</span> <span class="soft push">${moment(receipt.receivedAt)}</span></div>
    <div class="sentence">${story(receipt)}</div>
    <div class="soft small-text"><code>${receipt.id}</code> · ${receipt.size} bytes${receipt.truncated ? ', cut' : ''} · ${receipt.contentType ?? 'no content type'}</div>
    ${receipt.outcome === 'quarantined' ? quarantine(receipt, csrf) : null}</li>`
}

function story(receipt: Receipt): Markup {
  const lead = receipt.leadId === null ? null : html` <a href="/leads/${receipt.leadId}">Show the lead</a>`
  if (receipt.outcome === 'test')
    return html`Connection validated at ${moment(receipt.validatedAt ?? receipt.receivedAt)}`
  if (receipt.outcome === 'repeat') return html`${receipt.reason ?? 'The same delivery came again'}.${lead}`
  if (receipt.outcome === 'quarantined') return html`${receipt.reason ?? 'It could not be understood'}`
  return html`${receipt.processedAt === null ? 'Kept; the lead is being identified.' : 'Taken in.'}${lead}`
}

function quarantine(receipt: Receipt, csrf: string): Markup {
  const raw =
    receipt.body === null
      ? nothing('The bytes were erased.')
      : html`<details><summary>What came</summary><pre>${showBytes(receipt.body)}</pre></details>`
  return html`${raw}${actionForm({ action: `/receipts/${receipt.id}/replay`, csrf, label: 'Read it again' })}`
}
