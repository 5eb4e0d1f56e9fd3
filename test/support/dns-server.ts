import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet'

/** What a name has. A text longer than 255 bytes goes out in parts, as in every zone. */
export interface DnsRecords {
  TXT?: string[]
  /** Exchangers, the preferred one first. */
  MX?: string[]
  A?: string[]
}

/** By name, in lower case, without the dot at the end. */
export type DnsTable = Record<string, DnsRecords>

export interface DnsServer {
  /** For `setServers` of a Resolver. */
  address: string
  /** May be changed while the server runs. */
  table: DnsTable
  /** What was asked, as in `MX contoso.example`, oldest first; asked again counts again. */
  asked: string[]
  /** `silent` hears and says nothing, `failing` says that it cannot answer (SERVFAIL). */
  mood: 'answering' | 'silent' | 'failing'
  stop(): Promise<void>
}

/** A real name server on loopback, over UDP and TCP: knows its table, and nothing else exists. */
export async function startDnsServer(table: DnsTable = {}): Promise<DnsServer> {
  const { udp, tcp, port } = await listenTwice()
  const server: DnsServer = {
    address: `127.0.0.1:${port}`,
    table,
    asked: [],
    mood: 'answering',
    async stop() {
      udp.close()
      tcp.close()
      await Promise.all([once(udp, 'close'), once(tcp, 'close')])
    },
  }
  udp.on('message', (bytes, { port, address }) => {
    answerDatagram(server, bytes, reply => udp.send(reply, port, address, () => undefined))
  })
  tcp.on('connection', socket => {
    socket.on('error', () => socket.destroy())
    // A question is a few bytes behind its length: it comes in one piece.
    socket.on('data', bytes => {
      const reply = replyTo(server, decode(bytes, 2))
      if (reply !== null) socket.end(streamEncode(reply))
    })
  })
  return server
}

const TEXT_PART_BYTES = 255
const DATAGRAM_BYTES = 512
const SERVER_FAILURE = 2
const NO_SUCH_NAME = 3
const TRIES = 10

/** Both on one port, as a resolver expects it. */
async function listenTwice(): Promise<{ udp: Socket; tcp: Server; port: number }> {
  for (let tries = 1; ; tries += 1) {
    const tcp = createServer().listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const { port } = tcp.address() as AddressInfo
    const udp = createSocket('udp4').bind(port, '127.0.0.1')
    try {
      await once(udp, 'listening')
      return { udp, tcp, port }
    } catch (error) {
      tcp.close()
      if (tries === TRIES) throw error
    }
  }
}

function answerDatagram(server: DnsServer, bytes: Buffer, answer: (reply: Buffer) => void): void {
  const question = decode(bytes)
  const reply = replyTo(server, question)
  if (reply === null) return
  const whole = encode(reply)
  const offered = question.additionals?.find(({ type }) => type === 'OPT')
  const most = offered !== undefined && 'udpPayloadSize' in offered ? offered.udpPayloadSize : DATAGRAM_BYTES
  // What was cut is asked for again over TCP.
  answer(
    whole.length <= most ? whole : encode({ ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] }),
  )
}

function replyTo(server: DnsServer, { id, questions = [] }: DecodedPacket): Packet | null {
  const [question] = questions
  if (question === undefined) return null
  const name = question.name.toLowerCase()
  server.asked.push(`${question.type} ${name}`)
  if (server.mood === 'silent') return null
  const reply = { id, type: 'response', questions } as const
  if (server.mood === 'failing') return { ...reply, flags: SERVER_FAILURE }
  const records = Object.hasOwn(server.table, name) ? server.table[name] : undefined
  if (records === undefined) return { ...reply, flags: AUTHORITATIVE_ANSWER | NO_SUCH_NAME }
  return { ...reply, flags: AUTHORITATIVE_ANSWER, answers: answersOf(question.name, question.type, records) }
}

function answersOf(name: string, type: string, { TXT = [], MX = [], A = [] }: DnsRecords): Answer[] {
  if (type === 'TXT') return TXT.map(text => ({ type, name, ttl: 60, data: textParts(text) }))
  if (type === 'MX') {
    return MX.map((exchange, index) => ({ type, name, ttl: 60, data: { preference: 10 * (index + 1), exchange } }))
  }
  return type === 'A' ? A.map(data => ({ type, name, ttl: 60, data })) : []
}

function textParts(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  const count = Math.max(1, Math.ceil(bytes.length / TEXT_PART_BYTES))
  return Array.from({ length: count }, (_, part) =>
    bytes.subarray(part * TEXT_PART_BYTES, (part + 1) * TEXT_PART_BYTES),
  )
}
