import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { WorkflowSummary } from '../../engine/engine-api.ts'
import type { HttpEnv } from '../deps.ts'
import { backTo, type PageKit } from './kit.ts'
import { page } from './layout.ts'
import { actionForm, chip, facts, type Markup, nothing } from './parts.ts'

export function addWorkflows(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/workflows', async c => {
    const workflows = await kit.engine.listWorkflows()
    const frame = kit.frame(c, '/workflows')
    const content = html`<h1>Workflows</h1>
      <p class="lede">Files in the workflow folder. People inside keep the version they started with.</p>
      ${workflows.length === 0 ? nothing('There is no workflow file yet.') : workflows.map(workflow => workflowCard(workflow, frame.csrf))}`
    return c.html(page(frame, 'Workflows', content))
  })
  pages.post('/workflows/:id/pause', async c => {
    await kit.engine.pauseWorkflow(c.req.param('id'))
    return backTo(c, '/workflows', 'pause')
  })
  pages.post('/workflows/:id/resume', async c => {
    await kit.engine.resumeWorkflow(c.req.param('id'))
    return backTo(c, '/workflows', 'resume')
  })
}

const COUNTED = ['active', 'waiting', 'finished', 'stopped', 'replaced'] as const

function workflowCard(workflow: WorkflowSummary, csrf: string): Markup {
  const counts = COUNTED.flatMap(status => {
    const count = workflow.counts[status] ?? 0
    return count === 0 ? [] : [`${count} ${status}`]
  })
  return html`<section class="card" id="${workflow.id}">
    <div class="row"><h2>${workflow.title}</h2> ${chip(workflow.state)} <span class="push">${switchForm(workflow, csrf)}</span></div>
    ${workflow.trouble === null ? null : html`<p class="notice warn" role="status">The file on disk is bad, so the last good version runs: ${workflow.trouble}</p>`}
    ${facts([
      ['File', html`<code>${workflow.id}.yaml</code>`],
      ['For', workflow.actions.length === 0 ? 'any action' : workflow.actions.join(', ')],
      ['People', counts.length === 0 ? 'nobody yet' : counts.join(', ')],
      ['Rank', workflow.rank],
      ['Version', html`<code>${workflow.version.slice(0, 12)}</code>`],
    ])}</section>`
}

function switchForm({ id, state }: WorkflowSummary, csrf: string): Markup | null {
  const action = (verb: string) => `/workflows/${encodeURIComponent(id)}/${verb}`
  if (state === 'active') return actionForm({ action: action('pause'), csrf, label: 'Pause' })
  return state === 'paused' ? actionForm({ action: action('resume'), csrf, label: 'Resume', tone: 'main' }) : null
}
