import type { Config } from './config.ts'
import type { Alarm, Clock, Queue } from './engine/ports.ts'
import { SWEEP_RULES } from './engine/sweep.ts'
import type { Log } from './log.ts'
import { createBullQueue } from './queue/bull-queue.ts'
import { createLocalQueue, type LocalQueue } from './queue/local-queue.ts'
import { redisSearchPath } from './queue/redis-binary.ts'
import { type OwnRedis, startOwnRedis } from './queue/redis-child.ts'
import type { RedisConnection } from './queue/redis-record.ts'

const CONCURRENCY = 16
/** A few more than the mail server has connections: a mail that waits for one is claimed for nothing. */
const DELIVERIES = 8
const FIRST_ANSWER_LIMIT_MS = 2_000

export interface OpenedQueue {
  queue: Queue
  /** What serves the alarms, for the people who start the product. */
  words: string
  startWorkers(): void
  close(): Promise<void>
}

export interface QueueOptions {
  config: Config
  clock: Clock
  log: Log
  answer(alarm: Alarm): Promise<void>
  /** True where a Redis child of our own may be started. */
  own: boolean
}

/** Redis by URL, else a child of our own, else alarms inside this process. Never fails: without Redis all is slower only. */
export async function openQueue(options: QueueOptions): Promise<OpenedQueue> {
  const { config, log } = options
  if (config.redisUrl !== null) return withRedis(options, { connection: config.redisUrl, child: null })
  if (!options.own) return withoutRedis(options, 'no REDIS_URL: another process does the work')
  const searchPath = redisSearchPath(config.searchPath, config.projectFolder)
  const start = await startOwnRedis({
    dataDir: config.dataFolder,
    searchPath,
    onTrouble: trouble => (trouble === null ? log.info('Redis is back') : log.warn(trouble)),
  })
  if (start.redis === null) {
    log.warn(`${start.reason}. Tend works without it, some seconds slower. ${start.nextAction}`)
    return withoutRedis(options, 'without Redis: the database alone keeps the times')
  }
  return withRedis(options, { connection: start.redis.connection, child: start.redis })
}

async function withRedis(
  options: QueueOptions,
  redis: { connection: string | RedisConnection; child: OwnRedis | null },
): Promise<OpenedQueue> {
  const { clock, log, answer } = options
  const local = localQueue(options)
  const bull = createBullQueue({
    connection: redis.connection,
    prefix: 'tend',
    clock,
    local,
    onError: oncePerMinute(clock, error => log.error('the queue has trouble; the sweep does its work', error)),
    horizonMs: SWEEP_RULES.horizonMs,
  })
  await bull.whenReady(FIRST_ANSWER_LIMIT_MS)
  return {
    queue: bull,
    words: redis.child === null ? 'Redis at REDIS_URL' : `own Redis (process ${redis.child.pid() ?? '?'})`,
    startWorkers: () => bull.startWorkers({ answer, concurrency: CONCURRENCY }),
    async close() {
      // Closed before anything is waited for: what is given back meanwhile is for the next process.
      const own = local.close()
      await bull.close()
      await own
      await redis.child?.stop()
    },
  }
}

function withoutRedis(options: QueueOptions, words: string): OpenedQueue {
  if (!options.own) return { queue: silentQueue(), words, startWorkers: () => undefined, close: async () => undefined }
  const queue = localQueue(options)
  return { queue, words, startWorkers: queue.start, close: queue.close }
}

function localQueue({ clock, log, answer }: QueueOptions): LocalQueue {
  return createLocalQueue({
    clock,
    answer,
    onError: error => log.error('an alarm could not be answered; the sweep will', error),
    horizonMs: SWEEP_RULES.horizonMs,
    concurrency: { enrollment: CONCURRENCY, message: DELIVERIES },
  })
}

/** A process that only takes leads in rings nobody: the worker's sweep finds what is due. */
function silentQueue(): Queue {
  return { arm: () => undefined, whenCalm: async () => true, trouble: () => null, close: async () => undefined }
}

function oncePerMinute(clock: Clock, tell: (error: unknown) => void): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return error => {
    if (clock.now() - toldAt < 60_000) return
    toldAt = clock.now()
    tell(error)
  }
}
