import type { Command } from 'commander'
import { type ContactAnswer, mayContact } from '../domain/contact-policy.ts'
import type { Settings } from '../domain/settings.ts'
import type { NextStep } from '../engine/engine-api.ts'
import { sentMails } from '../engine/mail-facts.ts'
import type { LeadWorld } from '../engine/ports.ts'
import { loadSettings } from '../settings.ts'
import { systemClock } from '../system-clock.ts'
import { describeStep } from '../workflow/describe-step.ts'
import { explanationText } from './explanation-text.ts'
import { findLead } from './find-lead.ts'
import { isoUtc, readerZone } from './moments.ts'
import { type OpenEngine, withEngine } from './open-engine.ts'
import { print, printJson, tell, withFormat } from './print.ts'

export function define(command: Command): void {
  command
    .description(
      'Tells everything about a lead: who it is, what it did, what was sent, what comes next and when, or why nothing.',
    )
    .argument('<lead>', 'e-mail address or lead id')
  withFormat(command)
    .addHelpText('after', '\nExample: tend explain jana@example.com\nWorks while the product runs.')
    .action((lead: string, { format }: { format: string }) => explain(lead, format))
}

async function explain(given: string, format: string): Promise<void> {
  await withEngine(async open => {
    const settings = await loadSettings(open.config.settingsFile, open.config.variable)
    const { world, others } = await findLead(open, given)
    const now = systemClock.now()
    const contact = contactAnswer(world, settings, now)
    const next = await nextStep(open, world, now)
    const timeline = await open.engine.readTimeline(world.lead.id)
    if (others.length > 0)
      tell(`Also with this address: ${others.map(({ id, environment }) => `${id} (${environment})`).join(', ')}`)
    if (format !== 'json')
      return print(explanationText({ world, contact, next, timeline, settings, now, zone: readerZone() }))
    const { presentLeadDetail } = await import('../http/present/lead-detail.ts')
    const { presentTimelineEntry } = await import('../http/present/timeline.ts')
    const until = contact.may === 'later' ? isoUtc(contact.until) : null
    printJson({
      lead: presentLeadDetail(world, next),
      contact: { may: contact.may, because: contact.may === 'yes' ? null : contact.because, until },
      timeline: timeline.map(presentTimelineEntry),
    })
  })
}

/** The very question that is asked before each mail. */
function contactAnswer(world: LeadWorld, { limits }: Settings, now: number): ContactAnswer {
  const active = world.enrollments.find(({ status }) => status === 'active')
  const { lead, suppressions } = world
  const first = active?.firstTouchAt === null
  const offer = active?.offer ?? null
  return mayContact({ lead, suppressions, offer, mails: sentMails(world.messages), limits, first }, now)
}

/** The engine's answer, with the step in words and what holds it up. */
async function nextStep({ engine, store }: OpenEngine, world: LeadWorld, now: number): Promise<NextStep> {
  const next = engine.nextStep(world)
  const active = world.enrollments.find(({ status }) => status === 'active')
  if (active === undefined) return next
  const state = (await store.workflows.list()).find(({ id }) => id === active.workflowId)?.state
  if (state === 'paused') {
    const words = `${active.workflowId} is paused: nothing leaves until \`tend resume ${active.workflowId}\`.`
    return { at: null, words }
  }
  const late = next.at !== null && next.at < now - LATE_MS ? ' It is late: does a worker run? `tend doctor` looks.' : ''
  return { at: next.at, words: `${await stepWords(store, active, next.words)}${late}` }
}

const LATE_MS = 60_000

async function stepWords(
  store: OpenEngine['store'],
  { version, step, phase, workflowId }: LeadWorld['enrollments'][number],
  otherwise: string,
): Promise<string> {
  const program = phase === 'mail' ? null : (await store.workflows.version(version))?.program
  const current = step === null ? undefined : program?.steps[step]
  if (current === undefined) return otherwise
  if (phase === 'arrive') return `${workflowId}: ${describeStep(current)}.`
  const after = current.next === null ? undefined : program?.steps[current.next]
  return `${workflowId}: ${describeStep(current)} ends, then ${after === undefined ? 'the end' : describeStep(after)}.`
}
