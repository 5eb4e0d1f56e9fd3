import { MINUTE_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import { LEASE_MS } from './deliver-message.ts'
import { mailAlert } from './mail-alert.ts'
import type { Recovery } from './ports.ts'
import { logAlerts } from './raise-alert.ts'

/**
 * A mail that was under way each time when so many workers were lost, over so long a time, is more likely the cause than the
 * victim: a machine that goes down again and again within minutes takes innocent mail with it.
 */
const MOST_LOSSES = 5
const SUSPECT_AFTER_MS = 10 * MINUTE_MS

/** Takes back what lost workers had under way: whose lease has ended, or lasts longer than any honest clock would give. */
export function recoverLeases(context: EngineContext): Promise<void> {
  return recover(context, { endedBefore: context.clock.now() })
}

/** Takes everything back at once: for a process that knows that no other one is alive. */
export function takeOverLeases(context: EngineContext): Promise<void> {
  return recover(context, { endedBefore: Number.MAX_SAFE_INTEGER })
}

async function recover(context: EngineContext, { endedBefore }: Pick<Recovery, 'endedBefore'>): Promise<void> {
  const now = context.clock.now()
  const { alarms, alerts } = await context.store.messages.recover({
    now,
    endedBefore,
    lastsBeyond: now + 2 * LEASE_MS,
    mostLosses: MOST_LOSSES,
    bornBefore: now - SUSPECT_AFTER_MS,
    alertFor: mail => mailAlert(context, mail),
  })
  context.queue.arm(alarms)
  logAlerts(context, alerts)
}
