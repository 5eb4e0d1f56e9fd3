import { setTimeout as pause } from 'node:timers/promises'
import type { SideBySide } from './engine/context.ts'

export function createSideBySide({ width, limitMs }: { width: number; limitMs: number }): SideBySide {
  const running = new Map<string, Promise<void>>()

  async function lane<T extends { id: string }>(rest: T[], work: (item: T) => Promise<void>, isOver: () => boolean) {
    for (let item = rest.shift(); item !== undefined && !isOver(); item = rest.shift()) {
      if (running.has(item.id)) continue
      const { id } = item
      const job = work(item).finally(() => running.delete(id))
      running.set(id, job)
      await job
    }
  }

  return {
    async run(items, work) {
      if (items.length === 0) return 0
      let begun = 0
      const begin = (item: (typeof items)[number]) => {
        begun += 1
        return work(item)
      }
      const rest = [...items]
      const end = new AbortController()
      const places = Math.max(0, Math.min(width - running.size, items.length))
      const lanes = Array.from({ length: places }, () => lane(rest, begin, () => end.signal.aborted))
      const late = pause(limitMs, undefined, { ref: false, signal: end.signal }).catch(() => undefined)
      await Promise.race([places === 0 ? Promise.race(running.values()) : Promise.all(lanes), late])
      end.abort()
      return begun
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running.values())
    },
  }
}
