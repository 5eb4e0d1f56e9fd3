import { TendError } from '../domain/errors.ts'
import type { Escalation, Task } from '../domain/escalation.ts'
import { event } from '../domain/event.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { put } from './draft.ts'
import type { Engine } from './engine-api.ts'

/** A seller takes the lead or passes. An expired one may still be taken; an answered one is a `conflict`. */
export async function answerEscalation(
  context: EngineContext,
  answer: Parameters<Engine['answerEscalation']>[0],
): Promise<Escalation> {
  const found = await context.store.escalations.find(answer.id)
  if (found === null) throw missing('escalation', answer.id)
  const draft = await changeLead(context, found.leadId, draft => {
    const open = draft.escalations.find(({ id }) => id === answer.id)
    if (open === undefined || open.status === answer.as) return
    if (open.status !== 'open' && open.status !== 'expired') throw answered(open)
    const { by: answeredBy, note: answerNote, as: status } = answer
    const owner = status === 'accepted' ? answeredBy : open.owner
    put(draft, 'escalations', { ...open, status, owner, answeredAt: draft.now, answeredBy, answerNote })
    const { id: escalationId, team } = open
    draft.events.push(
      event(
        'escalation-answered',
        draft.now,
        { escalationId, team, answer: status, by: answeredBy },
        answerNote ?? undefined,
      ),
    )
  })
  await context.store.alerts.clear(`escalation ${answer.id}`, context.clock.now())
  return draft.escalations.find(({ id }) => id === answer.id) ?? found
}

/** A person did the call. Closing twice is harmless. */
export async function closeTask(context: EngineContext, id: string, by: string): Promise<Task> {
  const found = await context.store.escalations.findTask(id)
  if (found === null) throw missing('task', id)
  const draft = await changeLead(context, found.leadId, draft => {
    const open = draft.tasks.find(task => task.id === id)
    if (open?.status !== 'open') return
    put(draft, 'tasks', { ...open, status: 'done', doneAt: draft.now, doneBy: by })
    draft.events.push(event('task-closed', draft.now, { taskId: id, as: 'done', by }))
  })
  return draft.tasks.find(task => task.id === id) ?? found
}

function missing(what: string, id: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `There is no ${what} ${id}.`,
    nextAction: `List the open ones with GET /api/v1/${what}s?status=open.`,
  })
}

function answered(escalation: Escalation): TendError {
  return new TendError({
    code: 'conflict',
    message: `This escalation is ${escalation.status} already, by ${escalation.answeredBy ?? 'somebody'}.`,
    nextAction: 'Talk to whoever answered it.',
  })
}
