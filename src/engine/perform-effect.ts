import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import { retag } from '../domain/tags.ts'
import type { Effect } from '../workflow/planner/decision.ts'
import { pickTemplate } from '../workflow/planner/pick-template.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import { composeMessage, skippedMessage } from './compose-message.ts'
import { consumeSignal } from './consume-signal.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { startWorkflow } from './enroll.ts'
import { escalate, teamOf } from './escalate.ts'
import { givePoints } from './give-points.ts'
import { inquiryOf } from './lead-facts.ts'
import { noticeContext, nurtureContext } from './merge-contexts.ts'
import { notifyTeam } from './notify-team.ts'
import { openTask } from './open-task.ts'
import { qualify } from './qualify.ts'

interface Performance<E extends Effect = Effect> {
  effect: E
  enrollment: Enrollment
  version: WorkflowVersion
}

/** Does what the planner decided, as additions to the draft of the same commit. */
export function performEffect(
  context: EngineContext,
  draft: Draft,
  { effect, enrollment, version }: Performance,
): void {
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  switch (effect.kind) {
    case 'send':
      return send(context, draft, { effect, enrollment, version })
    case 'skip-mail':
      return skip(context, draft, { effect, enrollment, version })
    case 'notify':
      return tell(context, draft, { effect, enrollment, version })
    case 'set':
    case 'tag':
      return mark(draft, effect)
    case 'consume':
      return consumeSignal(draft, effect.signalId, enrollment.id)
    case 'start':
      return startWorkflow(context, draft, { workflow: effect.workflow, inquiry })
    case 'escalate':
      return escalate(context, draft, { ...effect, enrollmentId: enrollment.id, inquiry })
    case 'task':
      return openTask(context, draft, { ...effect, enrollmentId: enrollment.id, inquiry })
    case 'score': {
      const { points, because, step } = effect
      return givePoints(context, draft, [{ points, because, origin: `step ${enrollment.id} ${step}` }], inquiry)
    }
    case 'qualify':
      return qualify(context, draft, { by: 'score', because: effect.because, inquiry })
  }
}

function send(context: EngineContext, draft: Draft, sending: Performance<Extract<Effect, { kind: 'send' }>>): void {
  const { effect, enrollment, version } = sending
  const template = pickTemplate(version.templates, effect.template, draft.lead)
  const { email } = draft.lead
  if (template === null || email === null) {
    const reason = email === null ? 'no address' : `the version holds no template ${effect.template}`
    // The row is born final, so nothing else would wake the enrollment that waits for it.
    put(draft, 'enrollments', { ...enrollment, dueAt: draft.now })
    return skip(context, draft, { ...sending, effect: { ...effect, kind: 'skip-mail', reason } })
  }
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  const message = composeMessage(context, draft, {
    kind: 'nurture',
    originKind: 'enrollment',
    originId: enrollment.id,
    purpose: effect.step,
    to: { name: null, address: email },
    template,
    merge: nurtureContext(draft.lead, inquiry, { settings: context.settings(), language: template.language }),
    enrollment,
    thread: effect.thread === true,
  })
  draft.messages.push(message)
  draft.events.push(
    event('mail-planned', draft.now, {
      messageId: message.row.id,
      enrollmentId: enrollment.id,
      step: effect.step,
      template: effect.template,
    }),
  )
}

function skip(
  context: EngineContext,
  draft: Draft,
  skipping: Performance<Extract<Effect, { kind: 'skip-mail' }>>,
): void {
  const { effect, enrollment } = skipping
  const message = skippedMessage(context, draft, { enrollment, ...effect })
  draft.messages.push(message)
  const { template, reason } = effect
  draft.events.push(event('mail-skipped', draft.now, { messageId: message.row.id, template, because: reason }))
}

function tell(context: EngineContext, draft: Draft, telling: Performance<Extract<Effect, { kind: 'notify' }>>): void {
  const { effect, enrollment } = telling
  const team = teamOf(context.settings(), effect.team)
  if (team === null) return
  const { because } = effect
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  draft.events.push(event('team-told', draft.now, { enrollmentId: enrollment.id, team: team.id, because }))
  notifyTeam(context, draft, {
    template: 'team/notice',
    originKind: 'enrollment',
    originId: enrollment.id,
    purpose: effect.step,
    team,
    context: noticeContext(context, draft, { kind: 'notice', team: team.id, because, acceptBy: null, inquiry }),
  })
}

function mark(draft: Draft, effect: Extract<Effect, { kind: 'set' | 'tag' }>): void {
  const { lead } = draft
  if (effect.kind === 'set') {
    draft.lead = { ...lead, attributes: { ...lead.attributes, ...effect.values } }
    const set = Object.keys(effect.values)
    draft.events.push(event('lead-marked', draft.now, { set, tagged: [], untagged: [] }))
    return
  }
  draft.lead = { ...lead, tags: retag(lead.tags, effect) }
  draft.events.push(event('lead-marked', draft.now, { set: [], tagged: effect.add, untagged: effect.remove }))
}
