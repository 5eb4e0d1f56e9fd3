import { html } from 'hono/html'
import type { Problem } from '../errors.ts'
import { smallPage } from './layout.ts'
import { type Markup, prose } from './parts.ts'

const TITLES: Record<number, string> = {
  400: 'That did not work',
  403: 'Not from here',
  404: 'Not found',
  405: 'Not like that',
  409: 'Something else came first',
  503: 'Not possible right now',
}

export function errorPage(problem: Problem, requestId: string): Markup {
  return smallPage(
    TITLES[problem.status] ?? 'Something failed',
    html`<p>${prose(problem.message)}</p><p>${prose(problem.nextAction)}</p>
    <p><a href="/">Back to the overview</a></p>
    <p class="none">Request ${requestId}</p>`,
  )
}
