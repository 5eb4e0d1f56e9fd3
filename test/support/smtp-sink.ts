import { once } from 'node:events'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { createChanges, createFaults, type SinkFault, type SinkMoment, type SinkStage } from './smtp-sink-faults.ts'

/** A mail that the sink accepted. */
export interface SinkMail {
  from: string
  to: string[]
  /** As sent, after dot-unstuffing. */
  bytes: Buffer
  connection: string
  isSecure: boolean
}

export type { SinkFault, SinkMoment, SinkStage }

export interface SmtpSinkOptions {
  /** Default: any free port. */
  port?: number
  pipelining?: boolean
  tls?: 'none' | 'starttls' | 'implicit'
  login?: { user: string; pass: string }
  /** Largest mail, announced by SIZE. */
  maxBytes?: number
}

export interface SmtpSink {
  url: string
  port: number
  /** Accepted mails, oldest first. */
  mails: SinkMail[]
  /** How often each stage was reached, faults included. */
  reached: Record<SinkStage, number>
  /** Mails that got their 354 and whose dot never came. */
  cutOff(): number
  openConnections(): number
  /** Strikes at the stage; `times` (default 1) says how often, `when` narrows it. */
  inject(stage: SinkStage, fault: SinkFault, narrow?: { times?: number; when?: (moment: SinkMoment) => boolean }): void
  /** Asked at every moment that no injected fault took; null: no fault. */
  injectBy(choose: (moment: SinkMoment) => SinkFault | null): void
  clearFaults(): void
  /** Resolves as soon as the condition holds; it is looked at after every change. Rejects after 10 seconds. */
  waitUntil(isSo: (sink: SmtpSink) => boolean, what?: string): Promise<void>
  waitForMails(count: number): Promise<SinkMail[]>
  /** Ends every open connection as a server does that has lost patience with idle clients. */
  dropConnections(): void
  stop(): Promise<void>
}

type Answer = (error?: Error | null) => void

/** What may follow a moment: an answer of refusal, or the normal course. */
interface Steps {
  answer: Answer
  goOn(): void
}

/** The part of smtp-server's connection that a fault needs. */
interface Connection {
  id: string
  session: { envelope?: { rcptTo?: { address: string }[] } }
  _socket: { destroy(): void; resetAndDestroy(): void; once(event: 'close', listener: () => void): void }
  send(code: number, text: string): void
  handler_DATA(command: Buffer | string, callback: () => void): void
}

interface Wires {
  options: SmtpSinkOptions
  tally: { mails: SinkMail[]; cutOff: number }
  changed(): void
  connectionOf(session: { id: string }): Connection
  /** Runs the fault of this moment, if there is one, else `goOn`. */
  strike(stage: SinkStage, connection: Connection, steps: Steps): void
}

/** A real SMTP server on loopback that keeps what it accepts and fails where a test tells it to. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const faults = createFaults()
  const changes = createChanges()
  const tally = { mails: [] as SinkMail[], cutOff: 0 }
  const reached = { greeting: 0, AUTH: 0, MAIL: 0, RCPT: 0, DATA: 0, body: 0, dot: 0, accepted: 0 }
  const wires: Wires = {
    options,
    tally,
    changed: changes.tell,
    connectionOf: session => connectionIn(server, session.id),
    strike(stage, connection, steps) {
      reached[stage] += 1
      const to = connection.session.envelope?.rcptTo?.at(-1)?.address ?? null
      const fault = faults.at({ stage, connection: connection.id, to })
      if (fault === null) steps.goOn()
      else suffer(fault, connection, steps)
      changes.tell()
    },
  }
  const server: SMTPServer = new SMTPServer({
    ...serverOptions(options),
    ...sessionHandlers(wires),
    onData: dataHandler(wires),
  })
  server.on('error', () => {}) // a client that goes away is what the tests are about
  const listener = server.listen(options.port ?? 0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }
  const sink: SmtpSink = {
    url: urlOf(port, options),
    port,
    mails: tally.mails,
    reached,
    cutOff: () => tally.cutOff,
    openConnections: () => server.connections.size,
    inject: faults.inject,
    injectBy: faults.injectBy,
    clearFaults: faults.clear,
    waitUntil: (isSo, what = 'the condition') => changes.waitUntil(() => isSo(sink), what),
    waitForMails: count =>
      changes.waitUntil(() => tally.mails.length >= count, `${count} mails`).then(() => tally.mails),
    dropConnections: () => dropAll(server),
    stop: () => stopped(server),
  }
  return sink
}

function sessionHandlers({ options, strike, connectionOf, changed }: Wires) {
  return {
    onConnect(session: SMTPServerSession, answer: Answer) {
      const connection = connectionOf(session)
      interceptData(connection, steps => strike('DATA', connection, steps))
      connection._socket.once('close', () => setImmediate(changed))
      strike('greeting', connection, { answer, goOn: answer })
    },
    onAuth(
      login: { username?: string | undefined; password?: string | null | undefined },
      session: SMTPServerSession,
      answer: (error: Error | null | undefined, response?: { user: string }) => void,
    ) {
      const isRight = login.username === options.login?.user && login.password === options.login?.pass
      const goOn = () =>
        isRight ? answer(null, { user: 'sender' }) : answer(refusal(535, 'Authentication credentials invalid'))
      strike('AUTH', connectionOf(session), { answer, goOn })
    },
    onMailFrom: (_address: unknown, session: SMTPServerSession, answer: Answer) =>
      strike('MAIL', connectionOf(session), { answer, goOn: answer }),
    onRcptTo: (_address: unknown, session: SMTPServerSession, answer: Answer) =>
      strike('RCPT', connectionOf(session), { answer, goOn: answer }),
  }
}

function dataHandler({ tally, changed, connectionOf, strike }: Wires) {
  return async (stream: SMTPServerDataStream, session: SMTPServerSession, answer: Answer) => {
    const connection = connectionOf(session)
    const { promise: isThroughBody, resolve: passBody } = Promise.withResolvers<void>()
    stream.once('data', () => strike('body', connection, { answer: replying(connection), goOn: passBody }))
    const bytes = await wholeBody(stream)
    if (bytes === null) {
      tally.cutOff += 1
      return changed()
    }
    if (bytes.length > 0) await isThroughBody
    const { mailFrom, rcptTo } = session.envelope
    const from = mailFrom === false ? '' : mailFrom.address
    const mail = {
      from,
      to: rcptTo.map(({ address }) => address),
      bytes,
      connection: session.id,
      isSecure: session.secure,
    }
    const accept = () => {
      tally.mails.push(mail)
      strike('accepted', connection, { answer, goOn: answer })
    }
    strike('dot', connection, { answer, goOn: accept })
  }
}

function serverOptions(options: SmtpSinkOptions) {
  const offersLogin = options.login !== undefined
  const disabledCommands = [...(offersLogin ? [] : ['AUTH']), ...(options.tls === 'starttls' ? [] : ['STARTTLS'])]
  return {
    name: 'sink.test',
    logger: false,
    disabledCommands,
    allowInsecureAuth: true,
    authOptional: !offersLogin,
    secure: options.tls === 'implicit',
    disableReverseLookup: true,
    hidePIPELINING: options.pipelining === false,
    closeTimeout: 200,
    ...(options.maxBytes === undefined ? {} : { size: options.maxBytes }),
  }
}

function urlOf(port: number, options: SmtpSinkOptions): string {
  const scheme = options.tls === 'implicit' ? 'smtps' : 'smtp'
  const login = options.login
  const credentials = login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@`
  return `${scheme}://${credentials}127.0.0.1:${port}`
}

function suffer(fault: SinkFault, connection: Connection, steps: { answer: Answer; goOn(): void }): void {
  if (fault.kind === 'drop') connection._socket.destroy()
  if (fault.kind === 'reset') connection._socket.resetAndDestroy()
  if (fault.kind === 'delay') setTimeout(steps.goOn, fault.ms).unref()
  if (fault.kind === 'reply') steps.answer(refusal(fault.code, fault.text))
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

/** For stages where smtp-server offers no answer of its own. */
function replying(connection: Connection): Answer {
  return error => {
    const { responseCode = 451, message = 'refused' } = (error ?? {}) as { responseCode?: number; message?: string }
    connection.send(responseCode, message)
  }
}

function interceptData(connection: Connection, strike: (steps: Steps) => void): void {
  const handle = connection.handler_DATA.bind(connection)
  connection.handler_DATA = (command, callback) => {
    const answer: Answer = error => {
      replying(connection)(error)
      callback()
    }
    strike({ answer, goOn: () => handle(command, callback) })
  }
}

function connectionIn(server: SMTPServer, id: string): Connection {
  const found = [...server.connections].find(connection => connection.id === id)
  if (found === undefined) throw new Error(`the sink has no connection ${id}`)
  return found as unknown as Connection
}

function dropAll(server: SMTPServer): void {
  for (const connection of server.connections) (connection as unknown as Connection)._socket.destroy()
}

async function stopped(server: SMTPServer): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  dropAll(server)
  await closed
}

/** Null when the client went away before the dot. */
async function wholeBody(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise(resolve => {
    stream.once('end', () => resolve(Buffer.concat(chunks)))
    stream.once('error', () => resolve(null))
    stream.once('close', () => resolve(null))
  })
}
