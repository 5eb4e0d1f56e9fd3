import { isAscii } from 'node:buffer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { FrozenMail } from '../../domain/mail/message.ts'
import type { GatedBody } from './body.ts'
import type { SmtpServer } from './url.ts'

/** One open, authenticated connection. Every method that waits fails when the connection ends. */
export interface SmtpSession {
  /** Gives the server's answer to the dot. Rejects with nodemailer's error, or with any error when the line failed. */
  send(mail: FrozenMail, body: GatedBody): Promise<string>
  /** Clears what a refused mail left behind; the connection is closed when that fails. */
  reset(): Promise<void>
  /** Whether the last thing the server said was 354: go ahead. */
  isReadyForData(): boolean
  isAlive(): boolean
  /** Says goodbye; resolves when the connection is closed, at the latest after a second. */
  quit(): Promise<void>
  /** Closes at once: what is not yet on the wire never will be. */
  drop(): void
}

export interface SessionTimeouts {
  /** From the look-up of the host to the end of log-in. */
  connectMs: number
  /** Longest silence on an open connection. */
  silenceMs: number
}

const QUIT_MS = 1_000
const RESET_MS = 5_000

/** Connects, greets, encrypts and logs in. Rejects with what the server or the line said; no mail is at stake yet. */
export async function openSession(server: SmtpServer, timeouts: SessionTimeouts): Promise<SmtpSession> {
  const connection = new SMTPConnection(connectionOptions(server, timeouts))
  connection.on('error', () => {}) // each wait listens for itself; between waits `isAlive` tells
  await closeUnless(connection, timeouts.connectMs, async () => {
    await converse<void>(connection, done => connection.connect(done))
    await logIn(connection, server)
  })
  return sessionOver(connection)
}

function sessionOver(connection: SMTPConnection): SmtpSession {
  return {
    async send(mail, body) {
      const envelope = {
        from: mail.envelopeFrom,
        to: [mail.envelopeTo],
        size: mail.bytes.byteLength,
        use8BitMime: !isAscii(mail.bytes),
      }
      const info = await converse<{ response: string }>(connection, done =>
        connection.send(envelope, body.stream, done),
      )
      return info?.response ?? ''
    },
    reset: () =>
      closeUnless(connection, RESET_MS, async () => {
        await converse<boolean>(connection, done => connection.reset(done))
      }),
    isReadyForData: () => String(connection.lastServerResponse).startsWith('354'),
    isAlive: () => !connection.destroyed && connection._socket !== false && connection._socket?.writable === true,
    quit: () => quitted(connection),
    drop: () => connection.close(),
  }
}

/** Turns a callback into a promise that also fails when the connection ends, which nodemailer may say by event alone. */
function converse<T>(
  connection: SMTPConnection,
  start: (done: (error?: Error | null, value?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      connection.removeListener('error', onError)
      connection.removeListener('end', onEnd)
      finish()
    }
    const onError = (error: Error) => settle(() => reject(error))
    // A 421 is reported to the callback just after the end.
    const onEnd = () => setImmediate(() => settle(() => reject(new Error('the connection was closed'))))
    connection.once('error', onError)
    connection.once('end', onEnd)
    start((error, value) => settle(() => (error ? reject(error) : resolve(value))))
  })
}

/** Closes the connection when the work fails or takes too long. */
async function closeUnless(connection: SMTPConnection, ms: number, work: () => Promise<void>): Promise<void> {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    connection.close()
  }, ms)
  try {
    await work()
  } catch (error) {
    connection.close()
    throw isLate ? new Error(`the mail server was not ready within ${ms / 1000} s`) : error
  } finally {
    clearTimeout(timer)
  }
}

async function logIn(connection: SMTPConnection, server: SmtpServer): Promise<void> {
  const { auth } = server
  if (auth === null) return
  if (!connection.allowsAuth) throw new Error('SMTP_URL has credentials, but the server offers no log-in')
  await converse<boolean>(connection, done => connection.login({ ...auth }, done))
}

function quitted(connection: SMTPConnection): Promise<void> {
  if (connection.destroyed) return Promise.resolve()
  return new Promise(resolve => {
    const timer = setTimeout(() => connection.close(), QUIT_MS)
    connection.once('end', () => {
      clearTimeout(timer)
      resolve()
    })
    connection.quit()
  })
}

function connectionOptions(server: SmtpServer, timeouts: SessionTimeouts) {
  return {
    host: server.host,
    port: server.port,
    secure: server.isImplicitTls,
    requireTLS: server.startTls === 'required',
    ignoreTLS: server.startTls === 'never',
    opportunisticTLS: server.startTls === 'when-offered',
    ...(server.name === null ? {} : { name: server.name }),
    allowInternalNetworkInterfaces: true,
    tls: { rejectUnauthorized: server.verifyCertificate, minVersion: 'TLSv1.2' as const },
    dnsTimeout: timeouts.connectMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
    socketCloseTimeout: 0, // a closed connection must not flush a late dot
  }
}
