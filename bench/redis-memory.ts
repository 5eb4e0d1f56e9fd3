import { Redis } from 'ioredis'
import { readRecord, redisFiles } from '../src/queue/redis-record.ts'

/** Memory that the Redis of a data folder uses for what it holds, in MiB. */
export async function redisMemoryMib(dataFolder: string): Promise<number> {
  const record = readRecord(redisFiles(dataFolder))
  if (record === null) throw new Error(`expected a Redis of Tend in ${dataFolder}`)
  const client = new Redis(record.connection)
  try {
    const [, bytes] = /used_memory:(\d+)/.exec(await client.info('memory')) ?? []
    return Number(bytes) / 2 ** 20
  } finally {
    client.disconnect()
  }
}
