import { judgeSender } from '../domain/bounces/sender-health.ts'
import { DAY_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import { raiseAlert } from './raise-alert.ts'

const WINDOW_MS = 7 * DAY_MS
const PAUSED = 'sender-paused'

/** Looks at what became of the mail of the last week, and pauses every workflow before the mailbox providers would. */
export async function watchSender(context: EngineContext): Promise<void> {
  const { store, clock } = context
  // Whoever let the workflows go on has seen what was before: it pauses nothing again.
  const since = Math.max(clock.now() - WINDOW_MS, (await store.alerts.lastRaised(PAUSED)) ?? 0)
  const verdict = judgeSender(await store.inbound.senderRecord(since))
  if (!('because' in verdict)) return
  const { may, because } = verdict
  if (may === 'pause') await store.workflows.pauseActive(clock.now())
  await raiseAlert(context, {
    key: may === 'pause' ? PAUSED : 'sender-warned',
    kind: 'sender',
    message: may === 'pause' ? `All workflows are paused: ${because}.` : `Take care: ${because}.`,
    nextAction:
      may === 'pause'
        ? 'Find the cause (docs/deliverability.md), then go on with `tend resume --all`.'
        : 'Find the cause before it is more (docs/deliverability.md).',
  })
}
