import type { Log } from '../log.ts'
import { giveBackStartMemory } from './give-back-memory.ts'

/** Most that an orderly end may take: sends in flight get a minute, everything else seconds. */
const DRAIN_LIMIT_MS = 75_000

/** Waits for SIGTERM or SIGINT, then closes in order. A second signal exits at once, which is safe by design. */
export async function untilSignal(close: () => Promise<void>, log: Log): Promise<void> {
  giveBackStartMemory()
  await nextSignal()
  log.info('stopping: finishing what is under way (press again to stop at once)')
  void nextSignal().then(() => process.exit(1))
  const limit = setTimeout(() => process.exit(1), DRAIN_LIMIT_MS)
  await close()
  clearTimeout(limit)
  process.exit(0)
}

function nextSignal(): Promise<void> {
  return new Promise(resolve => {
    // The timer keeps the process alive even when nothing else does.
    const alive = setInterval(() => undefined, 3_600_000)
    const done = () => {
      clearInterval(alive)
      process.off('SIGTERM', done)
      process.off('SIGINT', done)
      resolve()
    }
    process.on('SIGTERM', done)
    process.on('SIGINT', done)
  })
}
