import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineContext } from './engine/context.ts'
import type { Clock } from './engine/ports.ts'

/** Work that is put off until after an answer. */
export interface Background {
  /** False when too much waits already: then it is forgotten, and whoever asks has another way to get it done. */
  run(work: () => Promise<void>): boolean
  /** Resolves when nothing is left. */
  settled(): Promise<void>
}

const SIDE_BY_SIDE = 16
/** Somebody who delivers now is likely to deliver again within this time. */
const QUIET_AFTER_MS = 5
/** While somebody delivers, work is done one piece at a time, with pauses so many times as long as the work. */
const PAUSE_FACTOR = 9
/** Memory stays small in a flood. */
const MOST_WAITING = 2_000

export function createBackground({ clock, log }: Pick<EngineContext, 'clock' | 'log'>): Background {
  const waiting: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()
  const manners = createManners(clock)
  let willLook = false

  function pump(): void {
    const places = manners.places()
    while (running.size < places) {
      const work = waiting.shift()
      if (work === undefined) return
      start(work)
    }
    if (waiting.length === 0 || willLook) return
    willLook = true
    setTimeout(() => {
      willLook = false
      pump()
    }, QUIET_AFTER_MS)
  }

  function start(work: () => Promise<void>): void {
    const begin = clock.uptime()
    const job: Promise<void> = nextTurn()
      .then(work)
      .catch(error => log.error('work after an answer failed; the sweep will finish it', error))
      .finally(() => {
        manners.rest(begin)
        running.delete(job)
        pump()
      })
    running.add(job)
  }

  return {
    run(work) {
      manners.noteDelivery()
      const hasRoom = waiting.length < MOST_WAITING
      if (hasRoom) waiting.push(work)
      pump()
      return hasRoom
    },
    async settled() {
      manners.forget()
      pump()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** How many pieces may run side by side now: whoever delivers is served first. */
function createManners(clock: Pick<Clock, 'uptime'>) {
  let deliveredAt = Number.NEGATIVE_INFINITY
  let restUntil = Number.NEGATIVE_INFINITY
  return {
    places(): number {
      const now = clock.uptime()
      if (now - deliveredAt >= QUIET_AFTER_MS) return SIDE_BY_SIDE
      return now < restUntil ? 0 : 1
    },
    noteDelivery() {
      deliveredAt = clock.uptime()
    },
    rest(begin: number) {
      const now = clock.uptime()
      restUntil = now + PAUSE_FACTOR * (now - begin)
    },
    forget() {
      deliveredAt = Number.NEGATIVE_INFINITY
    },
  }
}
