import { setTimeout as pause } from 'node:timers/promises'
import { openMailbox } from './open-mailbox.ts'
import { type NewMailOptions, type ReadingOptions, readNewMail } from './read-new-mail.ts'

export interface MailboxFollower {
  /** Why nothing is read at present, in words; null when all is well. */
  trouble(): string | null
  /** Resolves when the mail under way is worked off and the line is closed. */
  stop(): Promise<void>
}

const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * Reads a mailbox as mail comes in, and goes on after every break of the line where it was. The mailbox is not changed: no
 * mail is marked, moved or deleted.
 */
export function followMailbox(options: NewMailOptions): MailboxFollower {
  const ending = new AbortController()
  const reading: ReadingOptions = { ...options, tries: new Map() }
  let trouble: string | null = 'the mailbox is not open yet'
  const running = follow()

  async function follow(): Promise<void> {
    let pauseMs = SHORTEST_PAUSE_MS
    while (!ending.signal.aborted) {
      try {
        await readUntilBroken(reading, ending.signal, () => {
          trouble = null
          pauseMs = SHORTEST_PAUSE_MS
        })
      } catch (error) {
        if (trouble === null) options.log.warn(`the mailbox cannot be read; it is tried again: ${wordsOf(error)}`)
        trouble = `the mailbox cannot be read: ${wordsOf(error)}`
      }
      await pause(pauseMs, undefined, { ref: false, signal: ending.signal }).catch(() => undefined)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }
  }

  return {
    trouble: () => trouble,
    async stop() {
      ending.abort()
      await running
    },
  }
}

/** Where a server tells nothing by itself, a look now and then finds what came. */
const LOOK_AGAIN_MS = 30_000

async function readUntilBroken(options: ReadingOptions, signal: AbortSignal, onGood: () => void): Promise<void> {
  const mailbox = await openMailbox(options.address)
  const closed = () => mailbox.close()
  signal.addEventListener('abort', closed, { once: true })
  try {
    while (!signal.aborted) {
      const news = mailbox.nextNews(LOOK_AGAIN_MS)
      await readNewMail(mailbox, options, signal)
      onGood()
      await news
    }
  } finally {
    signal.removeEventListener('abort', closed)
    mailbox.close()
  }
}

/** Servers repeat the login in their words now and then. */
function wordsOf(error: unknown): string {
  const told = error as { responseText?: string; message?: string; authenticationFailed?: boolean }
  if (told.authenticationFailed === true) return 'the server refused the user name or the password'
  return (told.responseText ?? told.message ?? String(error)).slice(0, 200)
}
