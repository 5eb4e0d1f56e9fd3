import { html } from 'hono/html'
import { smallPage } from './layout.ts'
import type { Markup } from './parts.ts'

/** Tells how to get in; says nothing about what is inside. */
export function signInPage(isRefused: boolean): Markup {
  return smallPage(
    'Sign in to Tend',
    html`${isRefused ? html`<p class="notice bad" role="alert">That is not the admin token, or not any more.</p>` : null}
    <p>Open the dashboard link that Tend prints when it starts. It carries the admin token.</p>
    <form method="get" class="stack">
      <label for="token">Or enter the admin token (<code>TEND_ADMIN_TOKEN</code>)</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required>
      <button class="main">Sign in</button>
    </form>`,
  )
}
