import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planNext } from '../src/workflow/planner/plan-next.ts'
import { enrollmentIn, facts, lead, program } from '../test/support/facts.ts'
import { type Measurement, measure, milliseconds, perSecond } from './measure.ts'
import type { Effort } from './section.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const ROOT = join(import.meta.dirname, '..')

/** What the language costs: deciding, and the commands that people wait for. */
export async function measureLanguage({ runs, longRuns, tell }: Effort): Promise<Measurement[]> {
  tell('the language')
  const process = (name: string) => ({ name: `${name}, whole process`, unit: 'ms', runs })
  return [
    await measure({ name: 'planner, no calendar', unit: 'steps/s', runs }, plainSteps),
    await measure({ name: 'planner, with calendar', unit: 'steps/s', runs }, calendarSteps),
    await measure(process('tend simulate, 30 steps'), simulateProcess),
    await measure(process('tend check on what ships'), () => command(['check'])),
    await measure({ ...process('tend check on 100 workflows'), runs: longRuns }, checkHundred),
    await measure({ ...process('tend prove budget on what ships'), runs: longRuns }, () =>
      command(['prove', 'budget']),
    ),
  ]
}

/** Fifty steps that need no time: one planning decides them all. */
function plainSteps(): number {
  const steps = Array.from(
    { length: 50 },
    (_, index) => `  - score: 1\n    because: step ${index}\n    if: lead.score >= 0`,
  )
  const parsed = program(`title: Plain\nfor: {action: [PLT]}\nsteps:\n${steps.join('\n')}\n`)
  const known = facts()
  const begun = enrollmentIn(parsed, NOON)
  return 50 * perSecond(4_000, () => void planNext(parsed, begun, known, NOON))
}

/** A wait in business days and a mail with hours, in a zone with daylight saving, at moments over a year. */
function calendarSteps(): number {
  const head = 'hours: {days: mon-fri, from: "09:00", to: "17:00", zone: lead}'
  const parsed = program(
    `title: Calendar\nfor: {action: [PLT]}\n${head}\nsteps:\n  - wait: 3 business days\n  - send: a/b\n`,
  )
  const known = facts({ lead: lead({ country: 'CZ' }) })
  let moment = NOON
  return perSecond(60_000, () => {
    moment += 8_640_000
    const at = NOON + (moment % (365 * 86_400_000))
    const step = moment % 2 === 0 ? 'wait-3-business-days' : 'send-a-b'
    planNext(parsed, enrollmentIn(parsed, at, { step, firstTouchAt: at - 1e9 }), known, at)
  })
}

async function simulateProcess(): Promise<number> {
  return inFolder(thirtySteps(), workflows => command(['simulate', join(workflows, 'long.yaml')]))
}

function thirtySteps(): Record<string, string> {
  const steps = Array.from(
    { length: 15 },
    (_, index) => `  - score: ${index}\n    because: step ${index}\n  - wait: ${index + 1} days`,
  )
  return { 'long.yaml': `title: Long\nfor: {action: [PLT]}\nsteps:\n${steps.join('\n')}\n` }
}

async function checkHundred(): Promise<number> {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [
      `w${index}.yaml`,
      `title: W${index}\nfor: {action: [PLT]}\nrank: ${index}\nsteps:\n  - send: contact-request/welcome\n  - wait: 24h\n  - send: contact-request/follow-up\n  - wait: 3 business days\n  - send: contact-request/value\n`,
    ]),
  )
  return inFolder(files, workflows => command(['check'], { TEND_WORKFLOWS: workflows }))
}

async function inFolder(files: Record<string, string>, work: (folder: string) => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tend-bench-'))
  try {
    const { writeFileSync } = await import('node:fs')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function command(words: string[], environment: Record<string, string> = {}): Promise<number> {
  return milliseconds(() => {
    const run = spawnSync(join(ROOT, 'bin/tend'), words, { env: { ...process.env, ...environment }, encoding: 'utf8' })
    if (run.status === null || run.status > 1) throw new Error(`tend ${words.join(' ')} failed: ${run.stderr}`)
  })
}
