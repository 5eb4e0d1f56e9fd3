import { setTimeout as pause } from 'node:timers/promises'
import { Queue as BullQueue, type JobsOptions, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Alarm, Clock, Queue } from '../engine/ports.ts'
import type { LocalQueue } from './local-queue.ts'
import type { RedisConnection } from './redis-record.ts'

export interface BullQueueOptions {
  /** A URL, or what the own Redis child gives. */
  connection: string | RedisConnection
  prefix: string
  clock: Clock
  /** Answers what is due now where workers run, and takes the alarms that Redis cannot take. */
  local: Pick<LocalQueue, 'arm' | 'backlog' | 'start' | 'whenCalm'>
  onError(error: unknown): void
  horizonMs: number
}

export interface BullWorkerOptions {
  answer(alarm: Alarm): Promise<void>
  concurrency: number
}

/** BullMQ as an alarm clock: ids in, wake-up calls out. */
export interface BullAlarmClock extends Queue {
  startWorkers(options: BullWorkerOptions): void
  /** Resolves once Redis answered for the first time; false when it did not within the time. */
  whenReady(limitMs: number): Promise<boolean>
}

const KINDS = ['enrollment', 'message'] as const

/** A call that Redis leaves open this long is answered here: doubling an alarm is harmless, waiting is not. */
const ANSWER_LIMIT_MS = 500

/** At the end, answers under way are waited for; telling Redis that they are done is not worth more than this. */
const GOODBYE_LIMIT_MS = 1_000

/** Alarms that a process keeps to itself before it offers them to others. */
const OWN_BACKLOG = 5_000
/** No longer than the sweep's patience: what dies with the process is found no later than an alarm that was due at once. */
const MOMENT_MS = 5_000

/** Alarms added with one round trip at most. */
const MOST_AT_ONCE = 1_000

/** Jobs leave Redis when done and when failed: a kept id would swallow the next alarm of the same name. */
const JOB: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 }

/** A worker that died is noticed within seconds; the sweep would notice as well. */
const LOCK = { lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 1 }

/** Opens the lines to Redis. Never waits for it: alarms stay in this process while it does not answer. */
export function createBullQueue(options: BullQueueOptions): BullAlarmClock {
  const line = connect(options, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  const producer = createProducer(options, line)
  const workers: { worker: Worker; line: Redis }[] = []
  const underWay = new Set<Promise<void>>()
  const keepOwn = ownWork(options)
  return {
    arm: alarms => producer.arm(workers.length > 0 ? keepOwn(alarms) : alarms),
    whenCalm: options.local.whenCalm,
    trouble: () => (line.status === 'ready' ? null : 'Redis does not answer: mail leaves some seconds later'),
    startWorkers({ answer, concurrency }) {
      options.local.start()
      const work = { answer: remembering(underWay, answer), concurrency }
      for (const kind of KINDS) {
        const own = connect(options, { maxRetriesPerRequest: null })
        workers.push({ worker: workerOf(kind, { line: own, work, options }), line: own })
      }
    },
    whenReady: limitMs => whenReady(line, limitMs),
    async close() {
      const closing = Promise.allSettled(workers.map(({ worker }) => worker.close()))
      await Promise.allSettled(underWay)
      await Promise.race([closing, pause(GOODBYE_LIMIT_MS, undefined, { ref: false })])
      await producer.close()
      for (const own of [line, ...workers.map(worker => worker.line)]) own.disconnect()
    },
  }
}

/**
 * What is due in a moment needs no clock, and no way to Redis and back where a worker has time for it. What it has no time
 * for is offered to all workers.
 */
function ownWork({ local, clock }: BullQueueOptions): (alarms: Alarm[]) => Alarm[] {
  return alarms => {
    const now = clock.now()
    const hasTime = local.backlog() < OWN_BACKLOG
    const isOwn = ({ dueAt, urgent }: Alarm) => dueAt - now <= MOMENT_MS && (hasTime || urgent === true)
    local.arm(alarms.filter(isOwn))
    return alarms.filter(alarm => !isOwn(alarm))
  }
}

function remembering(underWay: Set<Promise<void>>, answer: (alarm: Alarm) => Promise<void>): typeof answer {
  return alarm => {
    const answered = answer(alarm).finally(() => underWay.delete(answered))
    underWay.add(answered)
    return answered
  }
}

/** Gathers the alarms of one turn and adds them with one call a kind. */
function createProducer(options: BullQueueOptions, line: Redis): Pick<Queue, 'arm' | 'close'> {
  const queues = new Map<Alarm['kind'], BullQueue>()
  let waiting: Alarm[] = []
  let closed = false

  function flush(): void {
    const alarms = waiting.splice(0, MOST_AT_ONCE)
    if (waiting.length > 0) setImmediate(flush)
    if (closed || line.status !== 'ready') return options.local.arm(alarms)
    for (const kind of KINDS)
      add(
        kind,
        alarms.filter(alarm => alarm.kind === kind),
      )
  }

  // BullMQ writes to Redis as soon as a queue is made, so none is made before Redis answers.
  function queueFor(kind: Alarm['kind']): BullQueue {
    const queue = queues.get(kind) ?? queueOf(kind, line, options)
    queues.set(kind, queue)
    return queue
  }

  function add(kind: Alarm['kind'], alarms: Alarm[]): void {
    if (alarms.length === 0) return
    const now = options.clock.now()
    withinLimit(queueFor(kind).addBulk(alarms.map(alarm => jobOf(alarm, now)))).catch(error => {
      options.onError(error)
      options.local.arm(alarms)
    })
  }

  return {
    arm(alarms) {
      const now = options.clock.now()
      const near = alarms.filter(alarm => alarm.dueAt - now <= options.horizonMs)
      if (closed || near.length === 0) return
      if (waiting.length === 0) setImmediate(flush)
      waiting = waiting.concat(near)
    },
    async close() {
      closed = true
      await Promise.allSettled([...queues.values()].map(queue => queue.close()))
    },
  }
}

function jobOf(alarm: Alarm, now: number) {
  return {
    name: alarm.kind,
    data: { id: alarm.id, generation: alarm.generation },
    opts: { ...JOB, jobId: `${alarm.id}-${alarm.generation}`, delay: Math.max(0, Math.ceil(alarm.dueAt - now)) },
  }
}

interface LineSettings {
  enableOfflineQueue?: boolean
  /** Workers wait for ever; the producer gives up at once. */
  maxRetriesPerRequest: number | null
}

function connect(options: BullQueueOptions, own: LineSettings): Redis {
  // Without an end the reconnecting goes on; two seconds between tries keep a returning Redis quickly found.
  const settings = { ...own, retryStrategy: (times: number) => Math.min(2_000, times * 100) }
  const { connection } = options
  const line =
    typeof connection === 'string' ? new Redis(connection, settings) : new Redis({ ...connection, ...settings })
  line.on('error', options.onError)
  return line
}

function queueOf(kind: string, connection: Redis, options: BullQueueOptions): BullQueue {
  const queue = new BullQueue(`tend-${kind}`, { connection, prefix: options.prefix, skipWaitingForReady: true })
  queue.on('error', options.onError)
  return queue
}

function workerOf(
  kind: Alarm['kind'],
  { line, work, options }: { line: Redis; work: BullWorkerOptions; options: BullQueueOptions },
): Worker {
  const worker = new Worker<{ id: string; generation: number }>(
    `tend-${kind}`,
    job => work.answer({ kind, ...job.data, dueAt: job.timestamp }),
    { connection: line, prefix: options.prefix, concurrency: work.concurrency, ...LOCK },
  )
  worker.on('error', options.onError)
  worker.on('failed', (_job, error) => options.onError(error))
  return worker
}

async function withinLimit(added: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Redis left a call open')), ANSWER_LIMIT_MS)
    timer.unref()
  })
  try {
    await Promise.race([added, late])
  } finally {
    clearTimeout(timer)
  }
}

async function whenReady(line: Redis, limitMs: number): Promise<boolean> {
  if (line.status === 'ready') return true
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(line.status === 'ready'), limitMs)
    line.once('ready', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
