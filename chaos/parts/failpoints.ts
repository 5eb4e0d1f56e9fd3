import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { walkThrough } from '../failpoints/walk.ts'
import { startProcess, stopProcess } from '../product/product-process.ts'
import type { Pace } from '../product/publisher-files.ts'
import { type CaseResult, type Ending, playCase, type Stage } from '../stage.ts'
import { type CaseReport, inParallel, nothingMissing, type Part, type PartOptions } from './part.ts'

const PRELOADS = ['failpoints/patch-product.ts']
/** The walk takes a few seconds. */
export const WALK_PACE: Pace = { gapMs: 1_000, wait: '1s' }
const NAMES_AT_LEAST = 30
const LANES = 2
const DYING_MS = 700
const STUCK_MS = 30_000
const SHORT_POINTS: [string, number, Point['action']][] = [
  ['http answer POST /ingest before', 2, 'kill'],
  ['sqlite COMMIT before', 6, 'throw'],
  ['smtp body handed over after', 2, 'kill'],
  ['smtp dot answered', 2, 'kill'],
]
/** Which passing of a seam is struck: the first, and one in the middle of everything. */
const MIDDLE = 0.4

/** A fault at each seam where the product touches the outside. */
export const failpoints: Part = {
  name: 'failpoints',
  words: 'kill -9, or an error, at each seam: before and after each write, command, answer',
  isInShort: true,
  missing: nothingMissing,
  async run(options) {
    const all = options.isShort ? SHORT_POINTS.map(pointOf) : casesOf(await record(options))
    options.say(`failpoints: ${all.length} cases`)
    const chosen = all.filter(({ name }) => options.only(name))
    const reports = await inParallel(chosen, LANES, point => strike(options, point))
    return reports.filter(report => report !== null)
  },
}

interface Point {
  name: string
  point: string
  nth: number
  action: 'kill' | 'throw'
}

/** The names that a normal run passes, with how often. */
async function record({ seed, keep, say }: PartOptions): Promise<Record<string, number>> {
  let passed: Record<string, number> = {}
  const result = await playCase({ name: 'without a fault', seed, keep, say, pace: WALK_PACE }, async stage => {
    const file = join(stage.ground.folder, 'passed.json')
    const running = startProcess(stage.ground, { preloads: PRELOADS, environment: { CHAOS_RECORD_FILE: file } })
    await running.ready
    await walkThrough(stage, running, join(stage.ground.folder, 'never'))
    await stopProcess(running)
    passed = JSON.parse(readFileSync(file, 'utf8'))
    return {}
  })
  const names = Object.keys(passed)
  if (result.violations.length > 0)
    throw new Error(`the run without a fault failed: ${JSON.stringify(result.violations)}`)
  say(`failpoints: ${names.length} seams`)
  if (names.length < NAMES_AT_LEAST) throw new Error(`expected ${NAMES_AT_LEAST} seams, found ${names.join(', ')}`)
  return passed
}

function casesOf(passed: Record<string, number>): Point[] {
  return Object.entries(passed)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([point, count]) =>
      [...new Set([1, Math.max(1, Math.floor(count * MIDDLE))])].map(nth => ({ point, nth })),
    )
    .flatMap(({ point, nth }) =>
      (['kill', 'throw'] as const)
        // Of a write that SQLite made nobody ever hears a failure.
        .filter(action => action === 'kill' || (nth === 1 && !/^sqlite .* after$/.test(point)))
        .map(action => pointOf([point, nth, action])),
    )
}

function pointOf([point, nth, action]: [string, number, Point['action']]): Point {
  return { name: `${point} #${nth} ${action}`, point, nth, action }
}

async function strike({ seed, keep, say }: PartOptions, point: Point): Promise<CaseReport | null> {
  let fired = false
  const result: CaseResult = await playCase({ name: point.name, seed, keep, say, pace: WALK_PACE }, async stage => {
    const ending = await walkInto(stage, point)
    fired = ending.fired
    return ending
  })
  const words = fired ? `${result.violations.length} violations` : 'was never reached, so it proves nothing'
  say(`failpoints ${point.name}: ${words}`)
  return fired ? { name: point.name, ...result } : null
}

async function walkInto(stage: Stage, { point, nth, action }: Point): Promise<Ending & { fired: boolean }> {
  const firedFile = join(stage.ground.folder, 'fired')
  const running = startProcess(stage.ground, {
    preloads: PRELOADS,
    environment: { CHAOS_POINT: point, CHAOS_NTH: String(nth), CHAOS_ACTION: action, CHAOS_FIRED_FILE: firedFile },
  })
  await running.ready
  const { fired } = await walkThrough(stage, running, firedFile)
  // An error may end the process too, a moment later.
  if (fired) await Promise.race([running.ended, pause(action === 'kill' ? STUCK_MS : DYING_MS)])
  stage.history.kills += running.hasEnded() ? 1 : 0
  return { running, fired }
}
