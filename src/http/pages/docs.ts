import { html } from 'hono/html'
import type { OpenApiDocument } from '../api/openapi.ts'
import { type Body, type Field, type Operation, readOperations } from './docs-operations.ts'
import { document } from './layout.ts'
import { card, type Markup, prose, table } from './parts.ts'

/** The OpenAPI document as a page: made here, with nothing fetched from anywhere. */
export function docsPage(api: OpenApiDocument, origin: string): Markup {
  const operations = readOperations(api)
  const groups = [...new Set(operations.map(({ tag }) => tag))]
  const content = groups.map(
    tag =>
      html`<h2 id="${tag}">${tag}</h2>${operations.filter(operation => operation.tag === tag).map(operation => section(operation, origin))}`,
  )
  return document(
    'API',
    html`<header class="top"><div class="wide"><a class="brand" href="/">Tend</a>
      <nav aria-label="Groups">${groups.map(tag => html`<a href="#${tag}">${tag}</a>`)}</nav></div></header>
    <main class="wide" id="content"><h1>API</h1>
      <p class="lede">JSON over HTTP. Names are camelCase, times are ISO 8601 in UTC. The same as data: <a href="/openapi.json">openapi.json</a>.</p>
      ${basics(origin)}${content}</main>`,
  )
}

function basics(origin: string): Markup {
  return card(
    'Before you start',
    html`<p>Every route under <code>/api/v1</code> wants the admin token: <code>TEND_ADMIN_TOKEN</code>, or the one in the
      dashboard link that Tend prints at start.</p>
    <pre>export TOKEN=…
curl -H "Authorization: Bearer $TOKEN" ${origin}/api/v1/stats</pre>
    <p>A list answers <code>{"items": […], "next": "…"}</code>; pass <code>next</code> as <code>cursor</code> to read on. A failure answers
      <code>{"error": {"code", "message", "nextAction", "requestId"}}</code>; the request id is also in the header <code>X-Request-Id</code>.</p>`,
  )
}

function section(operation: Operation, origin: string): Markup {
  const { method, path, summary, description, parameters, body, responses, id } = operation
  return html`<section class="card" id="${id}">
    <div class="row"><span class="method">${method}</span> <code>${path}</code></div>
    <p><strong>${summary}</strong></p>${description === '' ? null : html`<p>${prose(description)}</p>`}
    ${parameters.length === 0 ? null : html`<h3>Parameters</h3>${fieldTable(parameters)}`}
    ${body === null ? null : bodySection(body)}
    <h3>Answers</h3>
    <dl class="facts">${responses.map(
      response =>
        html`<dt>${response.status}</dt><dd>${prose(response.words)}${
          response.fields.length === 0
            ? null
            : html`<details><summary>Fields</summary>${fieldTable(response.fields)}</details>`
        }</dd>`,
    )}</dl>
    <details><summary>curl</summary><pre>${curlLine(operation, origin)}</pre></details></section>`
}

function bodySection(body: Body): Markup | null {
  if (body.fields.length === 0) return null
  return html`<h3>Body${body.isRequired ? null : html` <span class="count">may be left out</span>`}</h3>${fieldTable(body.fields)}`
}

function fieldTable(fields: Field[]): Markup {
  return table(
    [
      {
        label: 'Name',
        cell: field =>
          html`<code>${field.name}</code>${field.isRequired ? html` <span class="chip calm">required</span>` : null}`,
      },
      { label: 'Type', cell: field => field.type },
      { label: 'Meaning', cell: field => prose(field.words) },
    ],
    fields,
  )
}

function curlLine({ method, path, needsToken, body }: Operation, origin: string): string {
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${origin}${path.replaceAll(/\{(\w+)\}/g, (_, name) => name.toUpperCase())}`,
  ]
  if (needsToken) lines.push(`-H "Authorization: Bearer $TOKEN"`)
  if (body !== null && body.example !== null) {
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`)
  }
  return lines.join(' \\\n  ')
}
