import type { Alert } from '../domain/alert.ts'
import type { EngineContext } from './context.ts'

export type AlertWords = Pick<Alert, 'key' | 'kind' | 'message' | 'nextAction'>

type Told = Pick<EngineContext, 'store' | 'clock' | 'newId' | 'log'>

/** Tells people once per key until the alert is cleared. A failing alert never fails what raised it. */
export async function raiseAlert(context: Told, words: AlertWords): Promise<void> {
  const alert = alertOf(context, words)
  logAlerts(context, [alert])
  try {
    await context.store.alerts.raise(alert)
  } catch (error) {
    context.log.error('the alert could not be stored', error)
  }
}

/** An alert for the same transaction as what it tells of, so that no crash comes between the two. */
export function alertOf(context: Pick<Told, 'clock' | 'newId'>, words: AlertWords): Alert {
  return { ...words, id: context.newId('alert'), raisedAt: context.clock.now(), clearedAt: null }
}

export function logAlerts(context: Pick<Told, 'log'>, alerts: Alert[]): void {
  for (const { message, key } of alerts) context.log.warn(message, { alert: key })
}
