import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineLog } from './engine/context.ts'

/** Work that is put off until after an answer. */
export interface Background {
  run(work: () => Promise<void>): void
  /** Resolves when nothing is left. */
  settled(): Promise<void>
}

const SIDE_BY_SIDE = 16
/** While answers are waited for, one piece at a time: whoever delivers is served first. */
const SIDE_BY_SIDE_BUSY = 1
const QUIET_AFTER_MS = 5
/** More is not remembered: the sweep finds in the tables what is left undone, and memory stays small in a flood. */
const MOST_WAITING = 2_000

export function createBackground(log: EngineLog): Background {
  const waiting: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()
  let lastAskedAt = Number.NEGATIVE_INFINITY
  let _timer: NodeJS.Timeout | null = null

  function isBusy(): boolean {
    return performance.now() - lastAskedAt < QUIET_AFTER_MS
  }

  function pump(): void {
    const places = isBusy() ? SIDE_BY_SIDE_BUSY : SIDE_BY_SIDE
    while (running.size < places) {
      const work = waiting.shift()
      if (work === undefined) return
      start(work)
    }
    if (waiting.length > 0) _timer ??= setTimeout(lookAgain, QUIET_AFTER_MS)
  }

  function lookAgain(): void {
    _timer = null
    pump()
  }

  function start(work: () => Promise<void>): void {
    const job: Promise<void> = nextTurn()
      .then(work)
      .catch(error => log.error('work after an answer failed; the sweep will finish it', error))
      .finally(() => {
        running.delete(job)
        pump()
      })
    running.add(job)
  }

  return {
    run(work) {
      lastAskedAt = performance.now()
      if (waiting.length < MOST_WAITING) waiting.push(work)
      pump()
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
