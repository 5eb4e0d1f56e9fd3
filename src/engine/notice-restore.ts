import type { EngineContext } from './context.ts'
import { type AlertWords, alertOf } from './raise-alert.ts'

export const MAY_HAVE_LEFT = 'the database is older than what left: this mail may have left already'

/**
 * For whoever is about to send. A database that was put back knows nothing of what left since it was copied, so all mail
 * that was due by then waits for a person.
 */
export async function noticeRestore(context: EngineContext): Promise<void> {
  const held = await context.store.epoch.noticeRestore({
    now: context.clock.now(),
    because: MAY_HAVE_LEFT,
    alertFor: count => alertOf(context, restored(count)),
  })
  if (held !== null) context.log.warn(restored(held).message)
}

function restored(held: number): AlertWords {
  return {
    key: 'restored',
    kind: 'restored',
    message: `The database is an older one than the last that ran here: ${held} mails that may have left already are held, and so will be what was due by now.`,
    nextAction:
      'Compare GET /api/v1/messages?status=held with the log of the mail server, and resolve each as sent or resend.',
  }
}
