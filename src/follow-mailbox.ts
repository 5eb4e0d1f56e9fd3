import { hash } from 'node:crypto'
import { readInboundMail } from './email/inbound/read-inbound-mail.ts'
import type { EngineContext } from './engine/context.ts'
import { raiseAlert } from './engine/raise-alert.ts'
import { takeInMail } from './engine/take-in-mail.ts'
import { followMailbox, type MailboxFollower } from './imap/mailbox-follower.ts'
import { startTicker, type Ticker } from './ticker.ts'

export interface LiveMailbox {
  /** Begins, if the settings name a mailbox, and looks from time to time whether they do. */
  start(context: EngineContext): Ticker
  trouble(): string | null
}

const LOOK_AT_SETTINGS_EVERY_MS = 5_000

/** The mailbox of the settings as they are now: another address there ends one reading and begins another. */
export function createLiveMailbox(): LiveMailbox {
  let current: { key: string; follower: MailboxFollower } | null = null

  async function follow(context: EngineContext): Promise<void> {
    const { imap, folder } = context.settings().mailbox
    const key = imap === null ? '' : `${imap} ${folder}`
    if (key === (current?.key ?? '')) return
    await current?.follower.stop()
    current = imap === null ? null : { key, follower: followOne(context, { url: imap, folder }) }
  }

  return {
    trouble: () => current?.follower.trouble() ?? null,
    start(context) {
      const ticker = startTicker(() => follow(context), { everyMs: LOOK_AT_SETTINGS_EVERY_MS, log: context.log })
      return {
        async stop() {
          await ticker.stop()
          await current?.follower.stop()
          current = null
        },
      }
    },
  }
}

function followOne(context: EngineContext, address: { url: string; folder: string }): MailboxFollower {
  const { store, clock, log } = context
  return followMailbox({
    address,
    places: store.inbound,
    clock,
    log,
    async onMail(bytes, receivedAt) {
      const { returnPath, unsubscribe } = context.settings().mailbox
      const mail = await readInboundMail(bytes, { returnPath, unsubscribe, receivedAt })
      await takeInMail(context, { id: store.fingerprint(`mail ${hash('sha256', bytes)}`), mail })
    },
    async onPassedOver(uid, error) {
      log.error('a mail in the mailbox could not be worked off and is passed over', error)
      await raiseAlert(context, {
        key: `mailbox ${uid}`,
        kind: 'mailbox',
        message: 'A mail in the mailbox could not be worked off: nothing came of it.',
        nextAction: `Look at the mail with the number (UID) ${uid} in ${address.folder}; the log says what was wrong.`,
      })
    },
  })
}
