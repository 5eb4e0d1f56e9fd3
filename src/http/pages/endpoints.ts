import type { Hono } from 'hono'
import { html } from 'hono/html'
import { TendError } from '../../domain/errors.ts'
import type { EndpointView } from '../../engine/engine-api.ts'
import type { HttpEnv } from '../deps.ts'
import { ingestUrl } from '../ingest-url.ts'
import { backTo, formText, type PageContext, type PageKit } from './kit.ts'
import { page } from './layout.ts'
import { actionForm, card, chip, environmentChip, facts, type Markup, moment, nothing } from './parts.ts'

export function addEndpoints(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/endpoints', async c => {
    const endpoints = await kit.engine.listEndpoints()
    const frame = kit.frame(c, '/endpoints')
    const list = endpoints.map(endpoint => endpointLine(endpoint, frame.csrf))
    const content = html`<h1>Endpoints</h1>
      <p class="lede">Secret URLs that go into Partner Center, one for each offer.</p>
      <section class="card">${list.length === 0 ? nothing('There is no endpoint yet.') : html`<ul class="list">${list}</ul>`}</section>
      ${card('Make an endpoint', addForm(kit, frame.csrf))}`
    return c.html(page(frame, 'Endpoints', content))
  })
  pages.post('/endpoints', async c => {
    const label = await formText(c, 'label')
    if (label === '') throw missingLabel()
    const environment = (await formText(c, 'environment')) === 'test' ? 'test' : 'live'
    const made = await kit.engine.addEndpoint({ label, offer: (await formText(c, 'offer')) || null, environment })
    return showToken(kit, c, made)
  })
  pages.post('/endpoints/:id/rotate', async c => showToken(kit, c, await kit.engine.rotateEndpoint(c.req.param('id'))))
  pages.post('/endpoints/:id/revoke', async c => {
    await kit.engine.revokeEndpoint(c.req.param('id'))
    return backTo(c, '/endpoints', 'revoked')
  })
}

function endpointLine(endpoint: EndpointView, csrf: string): Markup {
  const live = endpoint.tokens.filter(token => token.revokedAt === null).length
  const isClosed = endpoint.revokedAt !== null
  return html`<li id="${endpoint.id}">
    <div class="row"><strong>${endpoint.label}</strong> ${environmentChip(endpoint.environment)} ${isClosed ? html`<span class="chip mute">closed</span>` : chip('active')}
      <span class="push row">${isClosed ? null : buttons(endpoint.id, csrf)}</span></div>
    ${facts([
      ['Offer', endpoint.offer ?? 'any'],
      ['Last delivery', moment(endpoint.lastReceiptAt)],
      ['Validated', moment(endpoint.lastValidatedAt)],
      ['Live URLs', isClosed ? 0 : live],
    ])}</li>`
}

function buttons(id: string, csrf: string): Markup {
  return html`${actionForm({ action: `/endpoints/${id}/rotate`, csrf, label: 'New URL' })}
    <details><summary>Close</summary>${actionForm({ action: `/endpoints/${id}/revoke`, csrf, label: 'Close it: deliveries are refused from now on', tone: 'danger' })}</details>`
}

function addForm(kit: PageKit, csrf: string): Markup {
  const offers = Object.entries(kit.settings().offers)
  return html`<form method="post" action="/endpoints" class="fields">
    <input type="hidden" name="csrf" value="${csrf}">
    <label>Name <input name="label" required maxlength="128" placeholder="Analytics in AppSource"></label>
    <label>Offer <select name="offer"><option value="">any</option>${offers.map(([id, { title }]) => html`<option value="${id}">${title}</option>`)}</select></label>
    <label>Kind <select name="environment"><option value="live">live</option><option value="test">test: mail is only captured</option></select></label>
    <button class="main">Make it</button></form>`
}

/** The only moment at which the URL is known: its token is kept hashed. */
function showToken(kit: PageKit, c: PageContext, { endpoint, token }: { endpoint: { label: string }; token: string }) {
  const url = ingestUrl(kit, c, token)
  const content = html`<h1>${endpoint.label}</h1>
    <p class="notice warn">This URL is shown once. Copy it now; anyone who has it can send leads.</p>
    ${card(
      'Ingest URL',
      html`<input class="secret" readonly value="${url}" aria-label="Ingest URL">
      <h3>Into Partner Center</h3>
      <ol><li>Open the offer, then <em>Customer leads</em>.</li><li>Choose <em>HTTPS endpoint</em> and paste the URL.</li>
      <li>Press <em>Validate</em>; the test lead shows up under <a href="/receipts?outcome=test">Receipts</a>.</li></ol>
      <p><a href="/endpoints">Back to the endpoints</a></p>`,
    )}`
  return c.html(page(kit.frame(c, '/endpoints'), endpoint.label, content))
}

function missingLabel(): TendError {
  return new TendError({
    code: 'bad-request',
    message: 'Expected a name for the endpoint, got none.',
    nextAction: 'Go back and give it a name, for example that of the offer.',
  })
}
