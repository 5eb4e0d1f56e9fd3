import { html } from 'hono/html'
import type { UnsubscribeView } from '../../engine/engine-api.ts'
import { smallPage } from './layout.ts'
import type { Markup } from './parts.ts'

/** Shows and changes nothing: link scanners open every link. */
export function unsubscribePage({ maskedAddress, publisher, already }: UnsubscribeView): Markup {
  if (already) return smallPage('You are unsubscribed', html`<p>${publisher} no longer writes to ${maskedAddress}.</p>`)
  return smallPage(
    'Unsubscribe',
    html`<p>Shall ${publisher} stop writing to <strong>${maskedAddress}</strong>?</p>
    <form method="post" class="stack">
      <input type="hidden" name="List-Unsubscribe" value="One-Click">
      <button class="main">Unsubscribe</button>
    </form>
    <p class="none">Nothing has changed yet.</p>`,
  )
}

export function unsubscribedPage(publisher: string): Markup {
  return smallPage(
    'You are unsubscribed',
    html`<p>Done. ${publisher} will not write to you about this any more.</p>
    <p class="none">You can close this page.</p>`,
  )
}

export function unknownLinkPage(): Markup {
  return smallPage(
    'This link does not work',
    html`<p>We could not find what this link belongs to. It may have been cut off on its way to you.</p>
    <p>Please open it from the mail once more, or simply answer the mail and say that you want no more of them.</p>`,
  )
}
