import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { type FaultAt, noFaults, type SinkFault, type SinkStage } from './smtp-faults.ts'

/** One mail that the sink took: written and synced before the sender hears of it. */
export interface Acceptance {
  messageId: string
  to: string
  subject: string
  /** Path of the one-click link, null in a mail to a team. */
  unsubscribePath: string | null
  /** When the 354 left, which is before the sender's gate. */
  readyAt: number
  acceptedAt: number
}

export interface SmtpSink {
  port: number
  url: string
  log: string
  acceptances: Acceptance[]
  /** From now on; the plan is asked once at each stage of each session. */
  suffer(faultAt: FaultAt): void
  faultsSuffered(): number
  /** Stops listening and cuts every line, as a dead server does; `revive` brings the port back. */
  die(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

interface Wires {
  faultAt: FaultAt
  suffered: number
  keep(mail: Acceptance): void
}

interface Session {
  socket: Socket
  to: string
  buffered: string
  isInBody: boolean
  readyAt: number
}

const MOST_HEADER_CHARACTERS = 20_000

/** A lean SMTP server that remembers on disk what it accepted, before it says so. */
export async function openSmtpSink(log: string): Promise<SmtpSink> {
  const file = openSync(log, 'a')
  const acceptances: Acceptance[] = []
  const wires: Wires = {
    faultAt: noFaults,
    suffered: 0,
    keep(mail) {
      writeSync(file, `${JSON.stringify(mail)}\n`)
      fsyncSync(file)
      acceptances.push(mail)
    },
  }
  const sockets = new Set<Socket>()
  let server = await listening(wires, sockets, 0)
  const { port } = server.address() as { port: number }
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    log,
    acceptances,
    suffer(faultAt) {
      wires.faultAt = faultAt
    },
    faultsSuffered: () => wires.suffered,
    die: () => closed(server, sockets),
    async revive() {
      server = await listening(wires, sockets, port)
    },
    async close() {
      await closed(server, sockets)
      closeSync(file)
    },
  }
}

function listening(wires: Wires, sockets: Set<Socket>, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      serve(wires, socket)
    })
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

function closed(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

function serve(wires: Wires, socket: Socket): void {
  const session: Session = { socket, to: '', buffered: '', isInBody: false, readyAt: 0 }
  let work = step(wires, session, 'greeting', () => say(session, '220 sink ready'))
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('data', (text: string) => {
    session.buffered += text
    // One at a time: a command waits until the answer to the one before has left.
    work = work
      .then(() => consume(wires, session))
      .catch(() => {
        socket.destroy()
      })
  })
}

async function consume(wires: Wires, session: Session): Promise<void> {
  for (;;) {
    if (session.socket.destroyed) return
    if (session.isInBody) {
      if (!(await consumeBody(wires, session))) return
      continue
    }
    const end = session.buffered.indexOf('\r\n')
    if (end < 0) return
    const line = session.buffered.slice(0, end)
    session.buffered = session.buffered.slice(end + 2)
    await obey(wires, session, line)
  }
}

async function obey(wires: Wires, session: Session, line: string): Promise<void> {
  const verb = line.slice(0, 4).toUpperCase()
  if (verb === 'EHLO') return step(wires, session, 'EHLO', () => say(session, '250-sink\r\n250-8BITMIME\r\n250 SIZE'))
  if (verb === 'MAIL') return step(wires, session, 'MAIL', () => say(session, '250 2.1.0 go on'))
  if (verb === 'RCPT') {
    session.to = /<([^>]*)>/.exec(line)?.[1] ?? ''
    return step(wires, session, 'RCPT', () => say(session, '250 2.1.5 go on'))
  }
  if (verb === 'DATA') return step(wires, session, 'DATA', () => askForMail(session))
  if (verb === 'QUIT') {
    say(session, '221 2.0.0 bye')
    session.socket.end()
    return
  }
  say(session, '250 2.0.0 as you like')
}

function askForMail(session: Session): void {
  session.isInBody = true
  session.readyAt = Date.now()
  say(session, '354 send it')
}

/** True once the whole mail was there. */
async function consumeBody(wires: Wires, session: Session): Promise<boolean> {
  if (session.buffered === '') return false
  await step(wires, session, 'body', () => undefined)
  const end = session.buffered.indexOf('\r\n.\r\n')
  if (end < 0 || !session.isInBody || session.socket.destroyed) return false
  const mail = session.buffered.slice(0, end)
  session.buffered = session.buffered.slice(end + 5)
  session.isInBody = false
  await step(wires, session, 'dot', async () => {
    wires.keep({ ...read(mail), to: session.to, readyAt: session.readyAt, acceptedAt: Date.now() })
    await step(wires, session, 'accepted', () => say(session, '250 2.0.0 accepted'))
  })
  return true
}

/** What the mail says of itself, with folded header lines put together. */
function read(mail: string): Pick<Acceptance, 'messageId' | 'subject' | 'unsubscribePath'> {
  const header = (mail.slice(0, MOST_HEADER_CHARACTERS).split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(header)?.[1]?.trim() ?? ''
  const link = /<https?:\/\/[^/>]+(\/u\/[^>\s]+)>/.exec(field('List-Unsubscribe'))?.[1] ?? null
  return { messageId: field('Message-ID'), subject: field('Subject'), unsubscribePath: link }
}

function say({ socket }: Session, words: string): void {
  if (socket.writable) socket.write(`${words}\r\n`)
}

async function step(wires: Wires, session: Session, stage: SinkStage, goOn: () => void | Promise<void>): Promise<void> {
  const fault = wires.faultAt(stage, session)
  if (fault === null) return goOn()
  wires.suffered += 1
  await strike(fault, session)
  if (fault.kind === 'delay' && !session.socket.destroyed) await goOn()
}

async function strike(fault: SinkFault, session: Session): Promise<void> {
  if (fault.kind === 'delay') return new Promise(resolve => setTimeout(resolve, fault.ms))
  if (fault.kind === 'drop') {
    session.socket.resetAndDestroy()
    return
  }
  session.isInBody = false
  session.buffered = ''
  say(session, fault.words)
  if (fault.words.startsWith('421')) session.socket.end()
}
