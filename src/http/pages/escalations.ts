import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Escalation, Task } from '../../domain/escalation.ts'
import type { HttpEnv } from '../deps.ts'
import { ESCALATION_STATUSES } from '../present/escalation.ts'
import { backTo, cursorOf, DASHBOARD, formText, namesOf, type PageKit, pick } from './kit.ts'
import { page } from './layout.ts'
import { actionForm, card, chip, linkTo, type Markup, moment, nothing, pager, tabs } from './parts.ts'

export function addEscalations(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/escalations', async c => {
    const status = pick(ESCALATION_STATUSES, c.req.query('status'))
    const [{ items, next }, tasks, stats] = await Promise.all([
      kit.engine.listEscalations({ status }, { limit: 50, cursor: cursorOf(c) }),
      kit.engine.listTasks({ status: 'open' }, { limit: 50, cursor: null }),
      kit.engine.readStats(),
    ])
    const names = await namesOf(
      kit,
      [...items, ...tasks.items].map(item => item.leadId),
    )
    const frame = kit.frame(c, '/escalations')
    const line = (escalation: Escalation) => escalationLine(kit, escalation, { names, csrf: frame.csrf })
    const content = html`<h1>Escalations</h1><p class="lede">Leads handed to a team, each with a reason and a time to answer by.</p>
      ${tasks.items.length === 0 ? null : card('Calls to make', taskList(tasks.items, names, frame.csrf), tasks.items.length)}
      ${statusTabs(stats.escalations, status)}
      <section class="card">${items.length === 0 ? nothing('No lead is with a team here.') : html`<ul class="list">${items.map(line)}</ul>`}
      ${pager('/escalations', { status }, next)}</section>`
    return c.html(page(frame, 'Escalations', content))
  })
  for (const [verb, as] of [
    ['accept', 'accepted'],
    ['decline', 'declined'],
  ] as const) {
    pages.post(`/escalations/:id/${verb}`, async c => {
      const by = (await formText(c, 'by')) || DASHBOARD
      const note = (await formText(c, 'note')) || null
      await kit.engine.answerEscalation({ id: c.req.param('id') ?? '', as, by, note })
      return backTo(c, '/escalations', verb)
    })
  }
  pages.post('/tasks/:id/close', async c => {
    await kit.engine.closeTask(c.req.param('id'), (await formText(c, 'by')) || DASHBOARD)
    return backTo(c, '/escalations', 'closed')
  })
}

function statusTabs(counts: Record<string, number>, status: string | undefined): Markup {
  const all = { label: 'all', href: '/escalations', isCurrent: status === undefined }
  const each = ESCALATION_STATUSES.map(word => ({
    label: word,
    href: linkTo('/escalations', { status: word }),
    isCurrent: status === word,
    count: counts[word] ?? 0,
  }))
  return tabs('Status', [all, ...each])
}

function escalationLine(
  kit: PageKit,
  escalation: Escalation,
  { names, csrf }: { names: Map<string, string>; csrf: string },
): Markup {
  const isLate = escalation.status === 'open' && escalation.acceptBy < kit.clock.now()
  return html`<li id="${escalation.id}">
    <div class="row">${chip(escalation.status)} <a href="/leads/${escalation.leadId}">${names.get(escalation.leadId) ?? escalation.leadId}</a>
      <span class="soft">${escalation.team}${escalation.owner === null ? '' : `, ${escalation.owner}`}</span>
      <span class="soft push">${moment(escalation.createdAt)}</span></div>
    <div class="sentence">${escalation.because}</div>
    <div class="soft small-text">${
      escalation.answeredAt === null
        ? html`Answer by ${moment(escalation.acceptBy)}${isLate ? html` <span class="chip bad">late</span>` : null}`
        : html`${escalation.answeredBy ?? ''}, ${moment(escalation.answeredAt)}${escalation.answerNote === null ? '' : `: ${escalation.answerNote}`}`
    }</div>
    ${escalation.status === 'open' ? answerForm(kit, escalation, csrf) : null}</li>`
}

/** One form, two buttons: who answers, and how. */
function answerForm(kit: PageKit, { id, team, owner }: Escalation, csrf: string): Markup {
  const members = kit.settings().teams.find(known => known.id === team)?.members ?? []
  const option = (name: string) => html`<option${name === owner ? html` selected` : null}>${name}</option>`
  const whoField =
    members.length === 0
      ? html`<input type="text" name="by" placeholder="Your name" aria-label="Your name" maxlength="128">`
      : html`<select name="by" aria-label="Who answers">${members.map(({ name }) => option(name))}</select>`
  return html`<form method="post" class="act" action="/escalations/${id}/accept">
    <input type="hidden" name="csrf" value="${csrf}">${whoField}
    <input type="text" name="note" placeholder="Note (optional)" aria-label="Note" maxlength="500">
    <button class="main">Accept</button>
    <button formaction="/escalations/${id}/decline">Decline</button></form>`
}

function taskList(tasks: Task[], names: Map<string, string>, csrf: string): Markup {
  const line = (task: Task) => html`<li>
    <div class="row"><a href="/leads/${task.leadId}">${names.get(task.leadId) ?? task.leadId}</a> <span class="soft">${task.team}, by ${moment(task.dueBy)}</span>
      <span class="push">${actionForm({ action: `/tasks/${task.id}/close`, csrf, label: 'Done' })}</span></div>
    <div class="sentence">${task.because}</div></li>`
  return html`<ul class="list">${tasks.map(line)}</ul>`
}
