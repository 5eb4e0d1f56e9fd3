import type { ImapFlow } from 'imapflow'

export interface MailboxAddress {
  /** `imaps://user:password@host:port`, or `imap://…` for one that begins in the clear. */
  url: string
  folder: string
}

export interface OpenMailbox {
  client: ImapFlow
  uidValidity: string
  uidNext: number
  /** Resolves when something has changed or the time is over; rejects when the line breaks. */
  nextNews(limitMs: number): Promise<void>
  close(): void
}

const PATIENCE = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 5 * 60_000 }
/** A server that supports it tells of new mail at once. */
const IDLE_AFTER_MS = 500

/** Opens the folder for reading only. Throws what the server says. */
export async function openMailbox({ url, folder }: MailboxAddress): Promise<OpenMailbox> {
  const client = await connect(url)
  let wake: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  client.on('exists', () => wake())
  client.on('error', error => fail(error))
  client.on('close', () => fail(new Error('the server closed the line')))
  try {
    await client.connect()
    const { uidValidity, uidNext } = await client.mailboxOpen(folder, { readOnly: true })
    return {
      client,
      uidValidity: String(uidValidity),
      uidNext,
      nextNews(limitMs) {
        const news = new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, limitMs)
          timer.unref()
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
          fail = error => {
            clearTimeout(timer)
            reject(error)
          }
          if (!client.usable) fail(new Error('the server closed the line'))
        })
        // Whoever reads meanwhile hears of a broken line by what it reads.
        news.catch(() => undefined)
        return news
      },
      close: () => client.close(),
    }
  } catch (error) {
    client.close()
    throw error
  }
}

/** Loaded where a mailbox is set only: the client costs memory. */
async function connect(url: string): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow')
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'imaps:'
  return new ImapFlow({
    host: hostname,
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    autoIdleDelay: IDLE_AFTER_MS,
    ...PATIENCE,
  })
}
