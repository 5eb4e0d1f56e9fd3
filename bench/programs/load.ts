import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type LeadOrder, leadBody } from '../lead-bodies.ts'
import { wallMs } from '../measure.ts'
import { serveCalls } from '../programs.ts'

/** Leads to post, over so many connections that are kept alive; each posts its next lead after the answer. */
export interface LoadOrder extends LeadOrder {
  port: number
  path: string
  connections: number
}

export interface LoadReport {
  /** Wall time of the first post. */
  startedAt: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers by status. */
  statuses: Record<string, number>
}

interface Drive {
  requests: Buffer[]
  next: number
  latencies: Float64Array
  statuses: Record<string, number>
}

// HTTP by hand: a client library costs more than the server that is measured.
serveCalls({ drive })

async function drive(order: LoadOrder): Promise<LoadReport> {
  const requests = Array.from({ length: order.count }, (_, index) => requestOf(order, order.first + index))
  const state: Drive = { requests, next: 0, latencies: new Float64Array(order.count), statuses: {} }
  const lanes = Math.min(order.connections, order.count)
  const sockets = await Promise.all(Array.from({ length: lanes }, () => connected(order.port)))
  const startedAt = wallMs()
  await Promise.all(sockets.map(socket => postInTurn(socket, state)))
  const seconds = (wallMs() - startedAt) / 1000
  for (const socket of sockets) socket.destroy()
  const sorted = state.latencies.toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { startedAt, perSecond: order.count / seconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses: state.statuses }
}

function requestOf({ path, port, action }: LoadOrder, number: number): Buffer {
  const body = leadBody(number, action)
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

function postInTurn(socket: Socket, state: Drive): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = ''
    let sentAt = 0
    let index = 0
    const post = () => {
      index = state.next
      const request = state.requests[index]
      if (request === undefined) return resolve()
      state.next += 1
      sentAt = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer = answer === '' ? text : answer + text
      if (!isWhole(answer)) return
      state.latencies[index] = performance.now() - sentAt
      const status = answer.slice(9, 12)
      state.statuses[status] = (state.statuses[status] ?? 0) + 1
      answer = ''
      post()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the server closed a connection that it should keep')))
    post()
  })
}

function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(answer) ?? []
  if (length === undefined) return answer.endsWith('\r\n0\r\n\r\n')
  return answer.length >= headEnd + 4 + Number(length)
}
