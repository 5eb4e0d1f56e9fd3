import { Hono } from 'hono'
import { requireReader } from '../auth.ts'
import { guardForms } from '../csrf.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { writeMetrics } from '../metrics.ts'
import type { Sessions } from '../session.ts'
import { addEndpoints } from './endpoints.ts'
import { addEscalations } from './escalations.ts'
import { createKit } from './kit.ts'
import { addLead } from './lead.ts'
import { addLeadList } from './leads.ts'
import { addMail } from './mail.ts'
import { addMailbox } from './mailbox.ts'
import { addOverview } from './overview.ts'
import { addReceipts } from './receipts.ts'
import { addTemplates } from './templates.ts'
import { addWorkflows } from './workflows.ts'

/** Everything below these needs a session or the token; a page under another path would not be guarded. */
const GUARDED = [
  'alerts',
  'leads',
  'escalations',
  'tasks',
  'mailbox',
  'receipts',
  'templates',
  'workflows',
  'endpoints',
  'metrics',
  'sign-out',
]

/** The dashboard. */
export function createPages(deps: HttpDeps, sessions: Sessions): Hono<HttpEnv> {
  const pages = new Hono<HttpEnv>()
  const kit = createKit(deps, sessions)
  for (const path of ['/', ...GUARDED.map(name => `/${name}/*`)]) {
    pages.use(path, requireReader(deps, sessions), guardForms(deps, sessions))
  }
  addOverview(pages, kit)
  addLeadList(pages, kit)
  addLead(pages, kit)
  addMailbox(pages, kit)
  addMail(pages, kit)
  addReceipts(pages, kit)
  addEscalations(pages, kit)
  addWorkflows(pages, kit)
  addTemplates(pages, kit)
  addEndpoints(pages, kit)
  pages.get('/metrics', async c => {
    const { text, contentType } = await writeMetrics(deps)
    return c.body(text, 200, { 'Content-Type': contentType })
  })
  pages.post('/sign-out', c => {
    const session = c.get('session')
    if (session !== null) sessions.close(c, session)
    return c.redirect('/', 303)
  })
  return pages
}
