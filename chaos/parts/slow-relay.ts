import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { startLoad } from '../load/load.ts'
import { startProcess } from '../product/product-process.ts'
import { escalationsLeave, memoryIsBounded } from '../rules/relay-rules.ts'
import { readState } from '../rules/state.ts'
import { type FaultAt, noFaults } from '../sink/smtp-faults.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import { type CaseReport, nothingMissing, type Part } from './part.ts'

const LEADS_PER_SECOND = 3
const SLOW_MS = 75_000
const DEAD_MS = 15_000
const STORM_MS = 15_000
const BACK_MS = 30_000
const SHORTEST_ANSWER_MS = 5_000
const LONGEST_ANSWER_MS = 30_000
const LOOK_EVERY_MS = 500

/** The way out of the mail is slow, then gone, then refuses everybody. */
export const slowRelay: Part = {
  name: 'slow-relay',
  words: 'the mail server takes 5 to 30 s a mail, then is dead, then says 421: memory is bounded, hand-overs leave',
  isInShort: false,
  missing: nothingMissing,
  async run({ seed, keep, say, only }) {
    const name = 'relay'
    if (!only(name)) return []
    const result = await playCase({ name, seed, keep, say }, stage => slowDown(stage, say))
    say(`slow-relay: ${result.tally.messages} mails, ${result.violations.length} violations`)
    return [{ name, ...result } satisfies CaseReport]
  },
}

async function slowDown(stage: Stage, say: (words: string) => void): Promise<Ending> {
  const { ground, sink, random } = stage
  const running = startProcess(ground)
  await running.ready
  const memory = watchMemory(running.pid)
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  sink.suffer(slowAnswers(random))
  const slowUntil = Date.now() + SLOW_MS
  await pause(SLOW_MS)
  const duringSlowness = [...sink.acceptances]
  await load.end()
  await sink.die()
  await pause(DEAD_MS)
  await sink.revive()
  sink.suffer(stage => (stage === 'greeting' ? { kind: 'say', words: '421 4.3.2 too busy' } : null))
  await pause(STORM_MS)
  sink.suffer(noFaults)
  await pause(BACK_MS)
  const most = memory.end()
  say(`slow-relay: ${duringSlowness.length} mails while it was slow, at most ${Math.round(most / 1_048_576)} MiB`)
  const state = readState(ground.databaseFile)
  return { running, violations: [...memoryIsBounded(most), ...escalationsLeave(duringSlowness, state, slowUntil)] }
}

function slowAnswers(random: () => number): FaultAt {
  return stage => {
    if (stage !== 'accepted') return null
    return { kind: 'delay', ms: SHORTEST_ANSWER_MS + random() * (LONGEST_ANSWER_MS - SHORTEST_ANSWER_MS) }
  }
}

function watchMemory(pid: number): { end(): number } {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid))
  }, LOOK_EVERY_MS)
  return {
    end() {
      clearInterval(timer)
      return most
    },
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
