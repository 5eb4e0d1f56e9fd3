import { setTimeout as pause } from 'node:timers/promises'
import type { Alarm, Clock, Queue } from '../engine/ports.ts'

export interface LocalQueueOptions {
  clock: Pick<Clock, 'now'>
  /** Does what the alarm asks for; may be called for alarms that are stale. */
  answer(alarm: Alarm): Promise<void>
  onError(error: unknown): void
  /** Alarms later than this are the sweep's business. */
  horizonMs: number
  /** Alarms of each kind that are answered side by side. */
  concurrency: Record<Alarm['kind'], number>
}

/** An alarm clock inside this process: quick, and forgotten with it. The sweep finds whatever it forgets. */
export interface LocalQueue extends Queue {
  /** From now on alarms are answered; those that came before wait until then. */
  start(): void
  /** How many alarms wait for an earlier one to be answered. */
  backlog(): number
}

/** A hand-over that comes now waits for no more mail than this. */
const CALM_BACKLOG = 50
const CALM_LOOK_MS = 10

export function createLocalQueue(options: LocalQueueOptions): LocalQueue {
  const timers = new Map<string, NodeJS.Timeout>()
  // A slow mail server holds up mail, and neither steps nor what is urgent.
  const { enrollment, message } = options.concurrency
  const lanes = {
    enrollment: createLane(options, enrollment),
    message: createLane(options, message),
    urgent: createLane(options, message),
  }
  let closed = false

  function ring(alarm: Alarm): void {
    timers.delete(keyOf(alarm))
    lanes[alarm.urgent ? 'urgent' : alarm.kind].add(alarm)
  }

  function wind(alarm: Alarm, delayMs: number): void {
    const key = keyOf(alarm)
    if (delayMs > options.horizonMs || timers.has(key)) return
    const timer = setTimeout(() => ring(alarm), delayMs)
    timer.unref()
    timers.set(key, timer)
  }

  return {
    arm(alarms) {
      if (closed) return
      const now = options.clock.now()
      for (const alarm of alarms) {
        if (alarm.dueAt <= now) ring(alarm)
        else wind(alarm, alarm.dueAt - now)
      }
    },
    start() {
      for (const lane of Object.values(lanes)) lane.start()
    },
    whenCalm: limitMs => within(limitMs, () => closed || lanes.message.backlog() <= CALM_BACKLOG),
    backlog: () => timers.size + lanes.enrollment.backlog() + lanes.message.backlog(),
    trouble: () => null,
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.all(Object.values(lanes).map(lane => lane.close()))
    },
  }
}

async function within(limitMs: number, isSo: () => boolean): Promise<boolean> {
  for (let left = limitMs; left > 0; left -= CALM_LOOK_MS) {
    if (isSo()) return true
    await pause(CALM_LOOK_MS)
  }
  return isSo()
}

/** More is forgotten: what is late is found in the tables, and memory is not. */
const MOST_READY = 10_000

function createLane({ answer, onError }: LocalQueueOptions, concurrency: number) {
  const running = new Set<Promise<void>>()
  let ready: Alarm[] = []
  let isOpen = false

  function work(): void {
    while (isOpen && running.size < concurrency) {
      const alarm = ready.shift()
      if (alarm === undefined) return
      const job: Promise<void> = answer(alarm)
        .catch(onError)
        .finally(() => {
          running.delete(job)
          work()
        })
      running.add(job)
    }
  }

  return {
    start() {
      isOpen = true
      work()
    },
    add(alarm: Alarm) {
      if (ready.length < MOST_READY) ready.push(alarm)
      work()
    },
    backlog: () => ready.length,
    async close() {
      isOpen = false
      ready = []
      await Promise.allSettled(running)
    },
  }
}

function keyOf({ id, generation }: Alarm): string {
  return `${id}-${generation}`
}
