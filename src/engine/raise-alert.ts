import type { EngineContext } from './context.ts'
import type { Alert } from './ports.ts'

/** Tells people once per key until the alert is cleared. A failing alert never fails what raised it. */
export async function raiseAlert(
  context: Pick<EngineContext, 'store' | 'clock' | 'newId' | 'log'>,
  alert: Pick<Alert, 'key' | 'kind' | 'message' | 'nextAction'>,
): Promise<void> {
  context.log.warn(alert.message, { alert: alert.key })
  try {
    await context.store.alerts.raise({
      id: context.newId('alert'),
      raisedAt: context.clock.now(),
      clearedAt: null,
      ...alert,
    })
  } catch (error) {
    context.log.error('the alert could not be stored', error)
  }
}
