import { setTimeout as pause } from 'node:timers/promises'
import { callApi } from '../load/customer.ts'
import { readUnfinished } from '../rules/state.ts'
import type { Violation } from '../rules/violation.ts'
import { violated } from '../rules/violation.ts'
import type { Ground } from './ground.ts'
import { type ProductProcess, runCommand, type StartOptions, startProcess, stopProcess } from './product-process.ts'

export interface Rest {
  late: number
  violations: Violation[]
}

interface RestOptions extends StartOptions {
  /** The product's proof of silence compares times, which mean nothing once the clock was turned back. */
  isClockTrue: boolean
}

const LOOK_EVERY_MS = 150
/** What is due sooner is waited for; for the rest the clock is put ahead. */
const WORTH_WAITING_MS = 3_000
/** Several rows become due with one start. */
const BEYOND_MS = 20_000
/** Without any move for so many looks it will not come to rest: twice a lease, and sweeps. Counted, since a machine that slept moved nothing either. */
const STUCK_AFTER_LOOKS = 130_000 / LOOK_EVERY_MS

/**
 * Nobody acts any more: the product alone must bring everything to its end. Takes over a product that still runs, and
 * leaves none running.
 */
export async function comeToRest(ground: Ground, given: ProductProcess | null, options: RestOptions): Promise<Rest> {
  let running = given !== null && !given.hasEnded() ? given : startProcess(ground, options)
  if (running !== given) await running.ready
  let last = { count: -1, looks: 0 }
  for (;;) {
    const { count, nextAt } = readUnfinished(ground.databaseFile)
    if (count === 0) return rested(ground, running, options.isClockTrue)
    last = count === last.count ? { count, looks: last.looks + 1 } : { count, looks: 0 }
    if (running.hasEnded()) {
      if (running !== given) return unrest(`it ended: ${running.lastWords()}`)
      // An error that a case threw into it may end it; whoever runs it starts it again.
      running = startProcess(ground, options)
      await running.ready
    }
    if (last.looks > STUCK_AFTER_LOOKS) {
      await stopProcess(running)
      return unrest(`${count} rows do not come to their end`)
    }
    const waitMs = nextAt === null ? 0 : nextAt - (Date.now() + ground.aheadMs)
    if (waitMs > WORTH_WAITING_MS) {
      await stopProcess(running)
      ground.aheadMs += waitMs + BEYOND_MS
      running = startProcess(ground, options)
      await running.ready
      last = { count, looks: 0 }
    }
    await pause(LOOK_EVERY_MS)
  }
}

/** The product's own word on it, its orderly end, and its own proofs on the file that it leaves. */
async function rested(ground: Ground, running: ProductProcess, isClockTrue: boolean): Promise<Rest> {
  const stats = await callApi(ground, '/stats')
  await stopProcess(running)
  const late = typeof stats?.late24h === 'number' ? stats.late24h : 0
  const violations = stats === null ? [violated('at-rest', 'the API did not answer at rest')] : []
  return { late, violations: [...violations, ...(await ownProofs(ground, isClockTrue))] }
}

/** Silence, and rows and chain of every timeline, by the product's own proof. */
async function ownProofs(ground: Ground, isClockTrue: boolean): Promise<Violation[]> {
  const { words } = await runCommand(ground, ['prove', 'dnc', '--format', 'json'])
  const proof = jsonIn(words)
  if (proof === null) return [violated('prove-dnc', words.trim())]
  const broken = [...(isClockTrue ? proof.breaches : []), ...proof.contradictions, ...proof.chains.broken]
  return broken.map(found => violated('prove-dnc', JSON.stringify(found)))
}

function jsonIn(words: string): { breaches: object[]; contradictions: object[]; chains: { broken: object[] } } | null {
  try {
    return JSON.parse(words.slice(words.indexOf('{'), words.lastIndexOf('}') + 1))
  } catch {
    return null
  }
}

function unrest(words: string): Rest {
  return { late: 0, violations: [violated('at-rest', words)] }
}
