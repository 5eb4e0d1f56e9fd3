import type { Alarm, Clock, Queue } from '../engine/ports.ts'

export interface LocalQueueOptions {
  clock: Clock
  /** Does what the alarm asks for; may be called for alarms that are stale. */
  answer(alarm: Alarm): Promise<void>
  onError(error: unknown): void
  /** Alarms later than this are the sweep's business. */
  horizonMs: number
  concurrency: number
}

/** An alarm clock inside this process: quick, and forgotten with it. The sweep finds whatever it forgets. */
export function createLocalQueue(options: LocalQueueOptions): Queue {
  const timers = new Map<string, NodeJS.Timeout>()
  const ready: Alarm[] = []
  const running = new Set<Promise<void>>()
  let closed = false

  function ring(key: string, alarm: Alarm): void {
    timers.delete(key)
    ready.push(alarm)
    work()
  }

  function work(): void {
    while (!closed && running.size < options.concurrency) {
      const alarm = ready.shift()
      if (alarm === undefined) return
      const job: Promise<void> = options
        .answer(alarm)
        .catch(options.onError)
        .finally(() => {
          running.delete(job)
          work()
        })
      running.add(job)
    }
  }

  return {
    arm(alarms) {
      if (closed) return
      for (const alarm of alarms) {
        const key = `${alarm.id}-${alarm.generation}`
        const delayMs = alarm.dueAt - options.clock.now()
        if (delayMs > options.horizonMs || timers.has(key)) continue
        const timer = setTimeout(() => ring(key, alarm), Math.max(0, delayMs))
        timer.unref()
        timers.set(key, timer)
      }
    },
    trouble: () => null,
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.allSettled(running)
    },
  }
}
