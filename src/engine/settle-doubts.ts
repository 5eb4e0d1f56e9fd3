import { TendError } from '../domain/errors.ts'
import { MINUTE_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import type { Doubt, Resolution, Witness } from './ports.ts'
import { resolveMessage } from './resolve-message.ts'

/** The older a doubt, the less a witness remembers: these are the newest. */
const MOST_DOUBTS = 500
/** What keeps failing after that often is more than bad luck. */
const MOST_RESENDS = 3
/** A missed escalation is worse than a doubled one. */
const NOTICE_PATIENCE_MS = 15 * MINUTE_MS

/**
 * Settles mail of unknown fate by evidence. A mail that somebody saw arrive was sent, at once; one that certainly did not
 * arrive is due again with the bytes it had, once the absence counts, and its gate asks the contact question anew. A notice
 * to the publisher's own people is sent again without evidence, too; any other mail stays for a person. Returns how many.
 */
export async function settleDoubts(context: EngineContext): Promise<number> {
  const doubts = await context.store.messages.uncertain(MOST_DOUBTS)
  if (doubts.length === 0) return 0
  const witness = context.witness()
  const arrived = await askWitness(context, witness, doubts)
  let settled = 0
  for (const doubt of doubts) {
    const word = isCaptured(doubt)
      ? CAPTURED
      : (wordOfWitness(context, doubt, { witness, arrived: arrived.get(doubt.messageId) }) ??
        wordOfPatience(context, doubt))
    if (word !== null && (await settle(context, doubt, word))) settled += 1
  }
  return settled
}

type Word = Pick<Resolution, 'as' | 'by'>

const CAPTURED: Word = { as: 'sent', by: 'capture mailbox' }

/** Its bytes went nowhere but into our own store, and there they are. */
function isCaptured({ transport, environment }: Doubt): boolean {
  return transport === 'capture' || environment === 'test'
}

async function askWitness(
  context: EngineContext,
  witness: Witness | null,
  doubts: Doubt[],
): Promise<Map<string, boolean>> {
  const mails = doubts.filter(doubt => !isCaptured(doubt))
  if (witness === null || mails.length === 0) return new Map()
  try {
    return await witness.lookFor(mails.map(({ messageId, gateAt }) => ({ messageId, gateAt })))
  } catch (error) {
    context.log.error(`${witness.name} could not be asked about doubtful mail`, error)
    return new Map()
  }
}

function wordOfWitness(
  context: EngineContext,
  doubt: Doubt,
  { witness, arrived }: { witness: Witness | null; arrived: boolean | undefined },
): Word | null {
  if (witness === null || arrived === undefined) return null
  if (arrived) return { as: 'sent', by: witness.name }
  return maySendAgain(context, doubt, witness.settleMs) ? { as: 'resend', by: witness.name } : null
}

function wordOfPatience(context: EngineContext, doubt: Doubt): Word | null {
  if (doubt.kind !== 'notice' || !maySendAgain(context, doubt, NOTICE_PATIENCE_MS)) return null
  return { as: 'resend', by: 'clock' }
}

/** A clock that has just jumped proves no time gone by. */
function maySendAgain({ clock, timeWatch }: EngineContext, doubt: Doubt, afterMs: number): boolean {
  const at = doubt.gateAt + afterMs
  return doubt.hasMail && doubt.resends < MOST_RESENDS && clock.now() >= at && !timeWatch.doubts(at)
}

/** False when the doubt is gone: a person or another process was first. */
async function settle(context: EngineContext, { id, generation }: Doubt, word: Word): Promise<boolean> {
  try {
    await resolveMessage(context, { id, ...word, doubt: generation })
    context.log.info('a doubtful mail is settled', { message: id, ...word })
    return true
  } catch (error) {
    const isGone = error instanceof TendError && error.code === 'conflict'
    if (!isGone) context.log.error('a doubtful mail could not be settled', error)
    return false
  }
}
