import type { Hono } from 'hono'
import { html } from 'hono/html'
import { TendError } from '../../domain/errors.ts'
import type { Engine, LeadAction, TimelineEntry } from '../../engine/engine-api.ts'
import type { LeadWorld } from '../../engine/ports.ts'
import type { HttpEnv } from '../deps.ts'
import { unknownLead } from '../errors.ts'
import { backTo, DASHBOARD, formText, nameLead, type PageContext, type PageKit } from './kit.ts'
import { page } from './layout.ts'
import { leadActions } from './lead-forms.ts'
import { escalationsOf, suppressionsOf, tasksOf } from './lead-limits.ts'
import { enrollmentsOf, inquiriesOf, mailsOf, scoreOf, signalsOf } from './lead-story.ts'
import { card, chip, environmentChip, facts, type Markup, moment } from './parts.ts'

export function addLead(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/leads/:id', async c => {
    const id = c.req.param('id')
    const world = await kit.engine.findLead(id)
    if (world === null) throw unknownLead(id)
    const entries = await kit.engine.readTimeline(id)
    const frame = kit.frame(c, '/leads')
    const content = html`${heading(world)}
      <div class="columns">
        <div>${next(kit.engine, world)}${inquiriesOf(world)}${mailsOf(world)}${enrollmentsOf(world)}${timeline(entries)}</div>
        <div>${who(world)}${card('Decide', leadActions(world, frame.csrf))}${scoreOf(world)}${escalationsOf(world, frame.csrf)}
          ${tasksOf(world, frame.csrf)}${suppressionsOf(world)}${signalsOf(world)}</div>
      </div>`
    return c.html(page(frame, nameLead(world.lead), content))
  })
  for (const [verb, { because, act }] of Object.entries(ACTIONS)) {
    pages.post(`/leads/:id/${verb}`, async (c: PageContext) => {
      const leadId = c.req.param('id') ?? ''
      const reason = await formText(c, 'reason')
      await act(kit.engine, { leadId, by: (await formText(c, 'by')) || DASHBOARD, because: reason || because })
      return backTo(c, `/leads/${leadId}`, verb)
    })
  }
}

const ACTIONS: Record<string, { because: string; act: (engine: Engine, action: LeadAction) => Promise<unknown> }> = {
  'do-not-contact': { because: 'set in the dashboard', act: (engine, action) => engine.markDoNotContact(action) },
  'allow-contact': { because: '', act: allowWithReason },
  qualify: { because: 'qualified in the dashboard', act: (engine, action) => engine.qualifyLead(action) },
  disqualify: { because: 'disqualified in the dashboard', act: (engine, action) => engine.disqualifyLead(action) },
}

function allowWithReason(engine: Engine, action: LeadAction): Promise<unknown> {
  if (action.because !== '') return engine.allowContact(action)
  throw new TendError({
    code: 'bad-request',
    message: 'Expected a reason to write to this lead again, got none.',
    nextAction: 'Go back and say why: the reason stays in the timeline.',
  })
}

function heading({ lead }: LeadWorld): Markup {
  const company = lead.company === null ? null : html` <span class="soft">${lead.company}</span>`
  return html`<div class="row"><h1>${nameLead(lead)}${company}</h1> ${chip(lead.status)} ${environmentChip(lead.environment)}</div>
    <p class="lede">Came ${moment(lead.createdAt)}</p>`
}

function next(engine: Engine, world: LeadWorld): Markup {
  const { at, words } = engine.nextStep(world)
  return html`<section class="card next"><h2>What happens next</h2>
    <p>${words}</p>${at === null ? null : html`<p class="soft">${moment(at)}</p>`}</section>`
}

function who({ lead }: LeadWorld): Markup {
  return card(
    'Who',
    facts([
      ['Name', [lead.firstName, lead.lastName].filter(part => part).join(' ')],
      ['Title', lead.title],
      ['Company', lead.company],
      ['E-mail', lead.email],
      ['Phone', lead.phone ?? lead.phoneRaw],
      ['Country', lead.country ?? lead.countryRaw],
      ['Zone', lead.zone],
      ['Language', lead.language],
      ['Tags', lead.tags.join(', ')],
      ...Object.entries(lead.attributes).map(([name, value]): [string, string] => [name, String(value)]),
    ]),
  )
}

function timeline(entries: TimelineEntry[]): Markup {
  const line = (entry: TimelineEntry) => html`<li>${moment(entry.at)}${entry.words}</li>`
  return card('Timeline', html`<ol class="timeline">${entries.toReversed().map(line)}</ol>`, entries.length)
}
