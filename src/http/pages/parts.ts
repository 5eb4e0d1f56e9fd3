import { html } from 'hono/html'

/** Text that is escaped or was made by `html`; nothing else reaches a page. */
export type Markup = ReturnType<typeof html>

const TONES: Record<string, string> = {
  good: 'accepted qualified sent finished active done ready live',
  calm: 'open repeat test waiting planned due claimed data degraded capture',
  warn: 'quarantined uncertain held expired paused',
  bad: 'failed do-not-contact unready',
  mute: 'disqualified erased stopped replaced suppressed cancelled skipped declined removed lifted',
}

const TONE_BY_WORD = new Map(
  Object.entries(TONES).flatMap(([tone, words]) => words.split(' ').map(word => [word, tone] as const)),
)

/** A status as a coloured word; the word alone carries the meaning. */
export function chip(word: string): Markup {
  return html`<span class="chip ${TONE_BY_WORD.get(word) ?? 'mute'}">${word}</span>`
}

export function environmentChip(environment: string): Markup | null {
  return environment === 'test' ? html`<span class="chip calm">test</span>` : null
}

const UTC_WORDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** A moment in UTC; a script turns it into the reader's local time. */
export function moment(at: number | null): Markup {
  if (at === null) return html`<span class="none">–</span>`
  return html`<time datetime="${new Date(at).toISOString()}">${UTC_WORDS.format(at)} UTC</time>`
}

/** Words in which `backticks` mark code. */
export function prose(words: string): Markup {
  return html`${words.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

export interface Column<Row> {
  label: string
  cell: (row: Row) => unknown
}

/** A table that becomes a list of cards on a phone. */
export function table<Row>(columns: Column<Row>[], rows: Row[]): Markup {
  const line = (row: Row) =>
    html`<tr>${columns.map(({ label, cell }) => html`<td data-label="${label}"><div>${cell(row)}</div></td>`)}</tr>`
  return html`<table>
    <thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
    <tbody>${rows.map(line)}</tbody>
  </table>`
}

export function card(title: string, content: unknown, count?: number): Markup {
  const number = count === undefined ? null : html` <span class="count">${count}</span>`
  return html`<section class="card"><h2>${title}${number}</h2>${content}</section>`
}

export function nothing(words: string): Markup {
  return html`<p class="none">${words}</p>`
}

/** Pairs of a word and its value; those without a value are left out. */
export function facts(pairs: [string, unknown][]): Markup {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  return html`<dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

export interface FormOptions {
  action: string
  csrf: string
  label: string
  tone?: 'main' | 'danger' | 'plain'
  fields?: unknown
}

/** A form that acts; one button. */
export function actionForm({ action, csrf, label, tone = 'plain', fields }: FormOptions): Markup {
  return html`<form method="post" action="${action}" class="act">
    <input type="hidden" name="csrf" value="${csrf}">${fields}<button class="${tone}">${label}</button>
  </form>`
}

export interface Tab {
  label: string
  href: string
  isCurrent: boolean
  count?: number | undefined
}

export function tabs(name: string, items: Tab[]): Markup {
  const tab = ({ label, href, isCurrent, count }: Tab) =>
    html`<a href="${href}"${isCurrent ? html` aria-current="page"` : null}>${label}${
      count === undefined ? null : html` <span class="count">${count}</span>`
    }</a>`
  return html`<nav class="tabs" aria-label="${name}">${items.map(tab)}</nav>`
}

/** The link to the page that follows, keeping the filters. */
export function pager(path: string, query: Record<string, string | undefined>, next: string | null): Markup | null {
  if (next === null) return null
  return html`<p class="pager"><a href="${linkTo(path, { ...query, cursor: next })}" rel="next">Older →</a></p>`
}

export function linkTo(path: string, query: Record<string, string | undefined>): string {
  const known = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  )
  return known.length === 0 ? path : `${path}?${new URLSearchParams(known)}`
}
