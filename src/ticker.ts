import type { EngineLog } from './engine/context.ts'

export interface Ticker {
  /** Waits for the running round. */
  stop(): Promise<void>
}

/**
 * Does the work at once and again and again, a pause after each round, and none after one that says `more`: rounds never overlap, and
 * a failed one does not end the series.
 */
export function startTicker(work: () => Promise<unknown>, options: { everyMs: number; log: EngineLog }): Ticker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  function schedule(pauseMs: number): void {
    timer = setTimeout(() => {
      round = run()
    }, pauseMs)
    timer.unref()
  }

  async function run(): Promise<void> {
    let found: unknown
    try {
      found = await work()
    } catch (error) {
      options.log.error('a round of regular work failed', error)
    }
    if (!stopped) schedule(found === 'more' ? 0 : options.everyMs)
  }

  schedule(0)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
