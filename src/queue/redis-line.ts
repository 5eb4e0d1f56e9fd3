import { Redis } from 'ioredis'
import { ownershipMark } from './redis-config.ts'
import type { RedisRecord } from './redis-record.ts'

/** An open connection over which the server has proved that it is ours. It does not keep the process running. */
export interface RedisLine {
  pid: number
  /** Reading its file into memory: it answers, but not yet to commands on data. */
  isLoading: boolean
  /** Settles when the connection ends, by whichever side. */
  ended: Promise<void>
  /** Asks the server to write what it has and to end. It answers by ending. */
  shutDown(): void
  hangUp(): void
}

export type LineAnswer =
  | { kind: 'ours'; line: RedisLine }
  /** Nothing listens there. */
  | { kind: 'nobody' }
  /** Something listens and is not ours: to be left alone. */
  | { kind: 'stranger' }
  /** Something took the connection and said nothing. */
  | { kind: 'mute' }

const ANSWER_MS = 2000
const NOBODY = ['ENOENT', 'ECONNREFUSED']

/** Calls the server of this record and asks it for the mark that only our own child was given. */
export async function callRedis(record: RedisRecord): Promise<LineAnswer> {
  const redis = new Redis({
    ...record.connection,
    lazyConnect: true,
    protocol: 2,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // Its timer would keep the process running for that long after each call that found nobody.
    disconnectTimeout: 50,
  })
  const errors: unknown[] = []
  redis.on('error', error => errors.push(error))
  let isMute = false
  const limit = setTimeout(() => {
    isMute = true
    redis.disconnect()
  }, ANSWER_MS)
  try {
    const line = await proveLine(redis, record)
    if (line !== null) return { kind: 'ours', line }
  } catch (error) {
    errors.push(error)
  } finally {
    clearTimeout(limit)
  }
  redis.disconnect()
  if (isMute) return { kind: 'mute' }
  return { kind: errors.some(saysNobody) ? 'nobody' : 'stranger' }
}

async function proveLine(redis: Redis, record: RedisRecord): Promise<RedisLine | null> {
  const ended = new Promise<void>(done => redis.once('end', () => done()))
  await redis.connect()
  const [, mark] = (await redis.config('GET', 'syslog-ident')) as string[]
  if (mark !== ownershipMark(record)) return null
  const info = await redis.info()
  redis.stream.unref()
  return {
    pid: Number(infoField(info, 'process_id')),
    isLoading: infoField(info, 'loading') !== '0',
    ended,
    hangUp: () => redis.disconnect(),
    shutDown: () => void redis.shutdown().catch(() => undefined),
  }
}

function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1]
}

function saysNobody(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOBODY.includes(String(error.code))
}
