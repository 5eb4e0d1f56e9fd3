import type { Context } from 'hono'
import type { Lead } from '../../domain/people/lead.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import type { Sessions } from '../session.ts'
import type { Frame } from './layout.ts'
import { linkTo } from './parts.ts'

export type PageContext = Context<HttpEnv>

/** What every page needs to render and to act. */
export interface PageKit extends HttpDeps {
  frame(c: PageContext, active: string): Frame
}

/** Who acts when a button of the dashboard does not ask for a name. */
export const DASHBOARD = 'dashboard'

const NOTICES: Record<string, string> = {
  'do-not-contact': 'Nobody will write to this lead again.',
  'allow-contact': 'Writing is allowed again. Nothing was restarted.',
  qualify: 'The lead is qualified.',
  disqualify: 'The lead is disqualified.',
  replayed: 'The delivery was read again and is no longer quarantined.',
  'still-quarantined': 'The delivery was read again and is still not understood.',
  accept: 'The lead is accepted.',
  decline: 'The lead is declined.',
  closed: 'The task is done.',
  dismissed: 'The alert is put away. It comes back when its cause does.',
  pause: 'The workflow is paused: everybody inside waits.',
  resume: 'The workflow runs again.',
  revoked: 'The endpoint is closed.',
  sent: 'Noted: that mail arrived.',
  resend: 'That mail will be tried again.',
}

export function createKit(deps: HttpDeps, sessions: Sessions): PageKit {
  return {
    ...deps,
    frame(c, active) {
      const session = c.get('session')
      return {
        active,
        csrf: session === null ? '' : sessions.csrfToken(session),
        publisher: deps.settings().publisher.name,
        version: deps.version,
        notice: NOTICES[c.req.query('done') ?? ''] ?? null,
        hasSession: session !== null,
      }
    },
  }
}

/** After a form has acted: back to a page that says so. */
export function backTo(c: PageContext, path: string, done: keyof typeof NOTICES & string) {
  return c.redirect(linkTo(path, { done }), 303)
}

export async function formText(c: PageContext, field: string): Promise<string> {
  const value = (await c.req.parseBody())[field]
  return typeof value === 'string' ? value.trim().slice(0, 2000) : ''
}

/** One of the allowed words, or nothing: a filter from an address bar is never an error. */
export function pick<Word extends string>(words: readonly Word[], given: string | undefined): Word | undefined {
  return words.find(word => word === given)
}

export function cursorOf(c: PageContext): string | null {
  return c.req.query('cursor') || null
}

type Named = Pick<Lead, 'status' | 'firstName' | 'lastName' | 'email' | 'company' | 'phone'>

export function nameLead(lead: Named): string {
  if (lead.status === 'erased') return 'Erased person'
  const name = [lead.firstName, lead.lastName].filter(part => part).join(' ')
  return name || lead.email || lead.company || lead.phone || 'Somebody without a name'
}

/** Names of the leads that a list mentions, by id. */
export async function namesOf(kit: PageKit, leadIds: string[]): Promise<Map<string, string>> {
  const worlds = await Promise.all([...new Set(leadIds)].map(id => kit.engine.findLead(id)))
  return new Map(worlds.flatMap(world => (world === null ? [] : [[world.lead.id, nameLead(world.lead)] as const])))
}
