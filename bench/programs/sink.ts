import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { wallMs } from '../measure.ts'
import { serveCalls } from '../programs.ts'

/** What the sink has accepted since the last `reset`. */
export interface SinkReport {
  mails: number
  recipients: number
  /** Most mails that one recipient got. */
  mostForOne: number
  /** Wall time of the last acceptance. */
  lastAt: number
}

interface Tally {
  mails: number
  lastAt: number
  /** Recipient by recipient: how many, and when the last came. */
  to: Map<string, { mails: number; lastAt: number }>
}

const END = Buffer.from('\r\n.\r\n')
const COMMAND_END = Buffer.from('\r\n')
const NOTHING = Buffer.alloc(0)

let tally: Tally = empty()
let waiting: { isSo(): boolean; resolve(): void }[] = []

// SMTP by hand, keeping no mail: a full server costs more than the sender that is measured.
const server = createServer({ noDelay: true }, converse)
serveCalls({
  listen: () =>
    new Promise<number>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    }),
  reset() {
    tally = empty()
  },
  report,
  whenAccepted: ({ mails, limitMs }: { mails: number; limitMs: number }) =>
    when(() => tally.mails >= mails, limitMs).then(report),
  /** Wall time of the last mail to the address, once it has so many. */
  whenAcceptedFor: ({ to, mails, limitMs }: { to: string; mails: number; limitMs: number }) =>
    when(() => (tally.to.get(to)?.mails ?? 0) >= mails, limitMs).then(() => tally.to.get(to)?.lastAt),
})

function empty(): Tally {
  return { mails: 0, lastAt: 0, to: new Map() }
}

function report(): SinkReport {
  const counts = [...tally.to.values()].map(({ mails }) => mails)
  return {
    mails: tally.mails,
    recipients: tally.to.size,
    mostForOne: counts.reduce((most, mails) => Math.max(most, mails), 0),
    lastAt: tally.lastAt,
  }
}

function when(isSo: () => boolean, limitMs: number): Promise<void> {
  if (isSo()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the sink waited in vain; it has ${tally.mails} mails`)), limitMs)
    waiting.push({
      isSo,
      resolve() {
        clearTimeout(timer)
        resolve()
      },
    })
  })
}

function accept(recipient: string): void {
  tally.mails += 1
  tally.lastAt = wallMs()
  const known = tally.to.get(recipient) ?? { mails: 0, lastAt: 0 }
  tally.to.set(recipient, { mails: known.mails + 1, lastAt: tally.lastAt })
  if (waiting.length === 0) return
  const done = waiting.filter(({ isSo }) => isSo())
  if (done.length === 0) return
  waiting = waiting.filter(one => !done.includes(one))
  for (const { resolve } of done) resolve()
}

function converse(socket: Socket): void {
  let rest = NOTHING
  let isInBody = false
  let recipient = ''
  socket.on('error', () => socket.destroy())
  socket.write('220 sink.test ESMTP\r\n')
  const obey = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'RCPT') recipient = /<([^>]*)>/.exec(line)?.[1] ?? ''
    isInBody = verb === 'DATA'
    socket.write(ANSWERS[verb] ?? '500 what?\r\n')
    if (verb === 'QUIT') socket.end()
  }
  socket.on('data', chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const end = isInBody ? END : COMMAND_END
      const at = rest.indexOf(end)
      if (at < 0) break
      const line = isInBody ? '' : rest.toString('latin1', 0, at)
      rest = rest.subarray(at + end.length)
      if (!isInBody) {
        obey(line)
        continue
      }
      isInBody = false
      accept(recipient)
      socket.write('250 2.0.0 taken\r\n')
    }
    // Only what may be the begin of the end is kept of a body.
    if (isInBody && rest.length > END.length) rest = rest.subarray(rest.length - END.length)
  })
}

const ANSWERS: Record<string, string> = {
  EHLO: '250-sink.test\r\n250-8BITMIME\r\n250 SIZE 10485760\r\n',
  HELO: '250 sink.test\r\n',
  MAIL: '250 2.1.0 ok\r\n',
  RCPT: '250 2.1.5 ok\r\n',
  DATA: '354 go ahead\r\n',
  RSET: '250 2.0.0 ok\r\n',
  NOOP: '250 2.0.0 ok\r\n',
  QUIT: '221 2.0.0 bye\r\n',
}
