import { event } from '../domain/event.ts'
import { type Draft, put } from './draft.ts'

/** Nobody is to call or write any more: open calls and hand-overs are taken back. */
export function withdrawHandovers(draft: Draft, by: string): void {
  for (const task of draft.tasks.filter(({ status }) => status === 'open')) {
    put(draft, 'tasks', { ...task, status: 'cancelled', doneAt: draft.now, doneBy: by })
    draft.events.push(event('task-closed', draft.now, { taskId: task.id, as: 'cancelled', by }))
  }
  for (const escalation of draft.escalations.filter(({ status }) => status === 'open')) {
    put(draft, 'escalations', { ...escalation, status: 'declined', answeredAt: draft.now, answeredBy: by })
    const { id: escalationId, team } = escalation
    draft.events.push(event('escalation-answered', draft.now, { escalationId, team, answer: 'declined', by }))
  }
}
