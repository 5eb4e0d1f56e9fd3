import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { teamOf } from './escalate.ts'
import { noticeContext } from './merge-contexts.ts'
import { notifyTeam } from './notify-team.ts'

export interface TaskRequest {
  /** With the enrollment (or the inquiry), what makes a task the same one. */
  purpose: string
  because: string
  /** Null: the default team. */
  team?: string | null
  /** Null: the team's own accept-by time. */
  dueWithinMs?: number | null
  enrollmentId: string | null
  inquiry: Inquiry | null
}

/** A call for a person of the default team, once per purpose and enrollment, with a mail that tells of it. */
export function openTask(context: EngineContext, draft: Draft, request: TaskRequest): void {
  const { purpose, enrollmentId, because } = request
  if (draft.tasks.some(known => known.purpose === purpose && known.enrollmentId === enrollmentId)) return
  const team = teamOf(context.settings(), request.team ?? null)
  if (team === null) {
    context.log.warn('nobody to give a call to: tend.yaml names no team', { leadId: draft.lead.id })
    return
  }
  const id = context.newId('task')
  const dueBy = draft.now + (request.dueWithinMs ?? team.acceptWithinMs)
  put(draft, 'tasks', {
    id,
    leadId: draft.lead.id,
    enrollmentId,
    purpose,
    team: team.id,
    because,
    status: 'open',
    dueBy,
    createdAt: draft.now,
    doneAt: null,
    doneBy: null,
  })
  draft.events.push(event('task-opened', draft.now, { taskId: id, team: team.id, because, dueBy }))
  const handover = { kind: 'call task', team: team.id, because, acceptBy: dueBy, inquiry: request.inquiry } as const
  notifyTeam(context, draft, {
    template: 'team/call-task',
    originKind: 'task',
    originId: id,
    purpose: 'team/call-task',
    team,
    context: noticeContext(context, draft, handover),
  })
}
