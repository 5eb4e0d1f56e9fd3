import { existsSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startLoad } from '../load/load.ts'
import { startProcess } from '../product/product-process.ts'
import { SALES_ADDRESS } from '../product/publisher-files.ts'
import { noBurst } from '../rules/clock-rules.ts'
import { type Violation, violated } from '../rules/violation.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import type { CaseReport, Part } from './part.ts'

const LEADS_PER_SECOND = 4
const PACE = { gapMs: 10 * 3_600_000, wait: '20h' }
const BETWEEN_MS = 9_000
const STEPS = ['+0', '-10m', '+0', '+2h', '+30h', '+40d', '+0']
const LIBRARY = '/usr/lib/*/faketime/libfaketime.so.1'

/** The wall clock jumps, the monotonic one does not, as when somebody sets the clock of the machine. */
export const clockSteps: Part = {
  name: 'clock',
  words: 'the wall clock goes back 10 minutes, forward 2 hours, 30 hours, 40 days, and back',
  isInShort: false,
  missing: async () => (library() === null ? 'no libfaketime; Debian: sudo apt-get install libfaketime' : null),
  async run({ seed, keep, say, only }) {
    const name = 'steps'
    if (!only(name)) return []
    const result = await playCase({ name, seed, keep, say, pace: PACE }, stage => moveClock(stage, say))
    say(`clock: ${result.tally.messages} mails, ${result.violations.length} violations`)
    return [{ name, ...result } satisfies CaseReport]
  },
}

function library(): string | null {
  return globSync(LIBRARY).find(path => existsSync(path)) ?? null
}

async function moveClock(stage: Stage, say: (words: string) => void): Promise<Ending> {
  const { ground, sink } = stage
  const file = join(ground.folder, 'clock')
  writeFileSync(file, '+0\n')
  const running = startProcess(ground, {
    environment: {
      LD_PRELOAD: library() ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  })
  await running.ready
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  const violations: Violation[] = []
  for (const step of STEPS) {
    const from = sink.acceptances.length
    writeFileSync(file, `${step}\n`)
    await pause(BETWEEN_MS)
    const since = sink.acceptances.slice(from).filter(({ to }) => to !== SALES_ADDRESS)
    say(`clock ${step}: ${since.length} mails in ${BETWEEN_MS / 1000} s`)
    violations.push(...noBurst(since, step))
    if (since.length === 0) violations.push(violated('keeps-working', `no mail left after the step to ${step}`))
  }
  await load.end()
  return { running, violations, isClockTrue: false }
}
