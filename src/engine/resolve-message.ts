import type { EngineContext } from './context.ts'
import { alertKey } from './mail-alert.ts'
import type { Resolution } from './ports.ts'

/** Writes a word on a mail that did not end well, and clears the alerts that asked for it. Throws `conflict`, `not-found`. */
export async function resolveMessage(
  context: EngineContext,
  word: Pick<Resolution, 'id' | 'as' | 'by' | 'doubt'>,
): Promise<void> {
  const clears = (['uncertain', 'failed', 'held'] as const).map(status => alertKey({ id: word.id, status }))
  const alarms = await context.store.messages.resolve({ ...word, clears, now: context.clock.now() })
  context.queue.arm(alarms)
}
