import { html } from 'hono/html'
import { SCRIPT_PATH, STYLE_PATH } from '../assets.ts'
import type { Markup } from './parts.ts'

export interface Frame {
  /** Path of the current entry in the navigation. */
  active: string
  csrf: string
  publisher: string
  version: string
  /** What was just done, in words. */
  notice: string | null
  /** False for a reader with the Bearer token, who has no session to end. */
  hasSession: boolean
}

const NAVIGATION = [
  ['/', 'Overview'],
  ['/leads', 'Leads'],
  ['/escalations', 'Escalations'],
  ['/mailbox', 'Mailbox'],
  ['/receipts', 'Receipts'],
  ['/workflows', 'Workflows'],
  ['/templates', 'Templates'],
  ['/endpoints', 'Endpoints'],
] as const

/** A page of the dashboard. */
export function page(frame: Frame, title: string, content: unknown): Markup {
  return document(
    title,
    html`<a class="skip" href="#content">Skip to the content</a>
    <header class="top"><div class="wide">
      <a class="brand" href="/">Tend</a>
      <nav aria-label="Main">${NAVIGATION.map(([href, label]) => navigationLink(frame, href, label))}</nav>
      ${frame.hasSession ? signOut(frame) : null}
    </div></header>
    <main id="content" class="wide">
      ${frame.notice === null ? null : html`<p class="notice" role="status">${frame.notice}</p>`}
      ${content}
    </main>
    <footer class="wide"><span>${frame.publisher} · Tend ${frame.version}</span>
      <span>Times in <span data-zone>UTC</span></span><a href="/docs">API</a></footer>`,
  )
}

/** A page for somebody who is not signed in: one thing, in the middle. */
export function smallPage(title: string, content: unknown): Markup {
  return document(title, html`<main class="small" id="content"><h1>${title}</h1>${content}</main>`)
}

export function document(title: string, body: unknown): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Tend</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
<script src="${SCRIPT_PATH}" defer></script>
</head>
<body>${body}</body>
</html>`
}

function navigationLink(frame: Frame, href: string, label: string): Markup {
  return html`<a href="${href}"${frame.active === href ? html` aria-current="page"` : null}>${label}</a>`
}

function signOut(frame: Frame): Markup {
  return html`<form method="post" action="/sign-out" class="sign-out">
    <input type="hidden" name="csrf" value="${frame.csrf}"><button class="quiet">Sign out</button></form>`
}
