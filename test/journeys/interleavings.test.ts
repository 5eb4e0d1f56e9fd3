import { describe, expect, it } from 'vitest'
import type { DeliveryReport } from '../../src/domain/bounces/delivery-report.ts'
import type { InboundMail } from '../../src/domain/inbound/inbound-mail.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time/units.ts'
import type { EngineContext } from '../../src/engine/context.ts'
import { answerAlarm, sweep } from '../../src/engine/sweep.ts'
import { takeInMail } from '../../src/engine/take-in-mail.ts'
import { takeInReports } from '../../src/engine/take-in-reports.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { leadBody, WELCOME } from '../support/stories.ts'
import { brokenAtRest, brokenNow } from '../support/tangled-judge.ts'
import { type Tangle, type TangledProcess, tangle } from '../support/tangled-product.ts'

/** `INTERLEAVINGS=17` plays one order again, `INTERLEAVINGS=1-10000` so many. */
const [FIRST = 1, LAST = FIRST] = (process.env.INTERLEAVINGS ?? '1-300').split('-').map(Number)
const SEEDS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index)
/** 300 of them take some 30 seconds on a quiet machine. */
const LIMIT_MS = Math.max(180_000, SEEDS.length * 600)
const HAPPENINGS = 14
/** A file of its own for some seeds at a time: opening one costs more than playing in it. */
const SEEDS_PER_FILE = 30
const ACTIONS = ['PLT', 'PLT', 'Create', 'StartTestDrive', 'INS', 'DNC']
const SIGNALS = ['reply', 'reply', 'purchase', 'click', 'bounce', 'complaint']
const WORKFLOWS = ['asked', 'bought', 'tried', 'installed']

const FILES = {
  workflows: {
    'asked.yaml': `title: Asked
for: {action: [PLT]}
again: after 2 days
rank: 20
stop-on: [qualified, purchase]
steps:
  - send: asked/one
  - wait: 24h
  - send: asked/two
  - wait-for: reply
    up-to: 2 days
    then:
      - score: 40
        because: replied
      - escalate: sales
        because: replied
    otherwise:
      - send: asked/three
`,
    'bought.yaml': `title: Bought
for: {action: [Create]}
rank: 40
stop-on: [reply]
steps:
  - send: bought/one
  - wait: 2 days
  - task: say hello
    team: sales
  - send: bought/two
`,
    'tried.yaml': `title: Tried
for: {action: [StartTestDrive]}
rank: 20
stop-on: [reply, qualified]
steps:
  - send: tried/one
  - wait: 3h
  - score: 30
    because: tried it
  - wait-for: reply
    up-to: 1 days
  - start: installed
`,
    'installed.yaml': `title: Installed
for: {action: [INS]}
again: after 1 days
rank: 5
stop-on: [qualified]
steps:
  - send: asked/one
  - wait: 1 days
  - send: bought/two
`,
  },
  templates: Object.fromEntries(
    ['asked/one', 'asked/two', 'asked/three', 'bought/one', 'bought/two', 'tried/one'].map(name => [
      `${name}.hbs`,
      WELCOME,
    ]),
  ),
  settings: `${PLAIN_SETTINGS}scoring: {qualified-at: 60, rules: [{if: inquiry.action == "PLT", points: 15, because: asked}]}\n`,
}

interface Play {
  product: Product
  tangled: Tangle
  random: () => number
  processes: TangledProcess[]
  people: string[]
  /** Rows before this moment belong to other plays. */
  since: number
  born: number
  log: string[]
}

const pick = <T>({ random }: Play, items: T[]): T => items[Math.floor(random() * items.length)] as T
const by = 'Petra'

/** The ids of everything that may be acted on, straight from the file. */
function rows(play: Play, sql: string): string[] {
  return play.tangled.file.prepare(`${sql} AND created_at > ? ORDER BY id`).pluck().all(play.since) as string[]
}

const leadIds = (play: Play) => rows(play, 'SELECT id FROM leads WHERE true')

async function onLead(play: Play, act: (leadId: string, process: TangledProcess) => Promise<unknown>): Promise<void> {
  const leadId = pick(play, leadIds(play))
  if (leadId !== undefined) await act(leadId, pick(play, play.processes))
}

/** Everything that may happen, with how often. */
const HAPPENINGS_OF_ALL_KINDS: Record<string, { weight: number; run(play: Play): Promise<unknown> }> = {
  inquiry: { weight: 6, run: inquiry },
  work: { weight: 10, run: work },
  sweep: { weight: 4, run: play => sweep(pick(play, play.processes).context) },
  signal: {
    weight: 3,
    run: play =>
      onLead(play, (leadId, { engine }) =>
        engine.recordSignal({ leadId, kind: pick(play, SIGNALS), at: null, data: {}, by }),
      ),
  },
  unsubscribe: { weight: 1, run: unsubscribe },
  answer: { weight: 3, run: answer },
  report: { weight: 2, run: report },
  silence: {
    weight: 1,
    run: play => onLead(play, (leadId, { engine }) => engine.markDoNotContact({ leadId, by, because: 'asked' })),
  },
  allow: {
    weight: 1,
    run: play => onLead(play, (leadId, { engine }) => engine.allowContact({ leadId, by, because: 'asked' })),
  },
  erase: {
    weight: 0.5,
    run: play => onLead(play, (leadId, { engine }) => engine.eraseLead({ leadId, by, because: 'asked' })),
  },
  qualify: {
    weight: 0.5,
    run: play => onLead(play, (leadId, { engine }) => engine.qualifyLead({ leadId, by, because: 'met' })),
  },
  disqualify: {
    weight: 0.5,
    run: play => onLead(play, (leadId, { engine }) => engine.disqualifyLead({ leadId, by, because: 'no' })),
  },
  pause: { weight: 2, run: pause },
  resume: { weight: 1, run: play => pick(play, play.processes).engine.resumeWorkflow(pick(play, WORKFLOWS)) },
  resolve: { weight: 2, run: resolve },
  crash: { weight: 1.5, run: crash },
}

async function inquiry(play: Play): Promise<void> {
  const { engine } = pick(play, play.processes)
  const endpoint = await play.product.app.engine.findEndpoint('ingest-token-of-the-test')
  if (endpoint === null) throw new Error('the default endpoint is missing')
  const offer = pick(play, ['contoso.analytics', 'contoso.billing'])
  const details = { email: pick(play, play.people), description: String(play.random()) }
  const body = Buffer.from(JSON.stringify(leadBody({ action: pick(play, ACTIONS), offer, details })))
  await engine.takeInDelivery({ endpoint, body, size: body.byteLength, contentType: null })
}

/** A worker answers what is due, perhaps as one of two. */
async function work(play: Play): Promise<void> {
  const due = await play.product.app.store.alarms.overdue(play.product.clock.now() + 1, 6)
  const alarm = pick(play, due)
  if (alarm !== undefined) await answerAlarm(pick(play, play.processes).context, alarm)
}

/** Mostly a workflow that has somebody inside: a pause of an empty one is none. */
async function pause(play: Play): Promise<void> {
  const peopled = rows(play, `SELECT workflow_id FROM messages WHERE status IN ('due', 'claimed')`)
  const { engine } = pick(play, play.processes)
  await engine.pauseWorkflow(pick(play, [...peopled.filter(id => WORKFLOWS.includes(id)), pick(play, WORKFLOWS)]))
}

async function unsubscribe(play: Play): Promise<void> {
  const id = pick(play, rows(play, `SELECT id FROM messages WHERE kind = 'nurture'`))
  if (id === undefined) return
  const { engine, context } = pick(play, play.processes)
  const { unsubscribeUrl } = await import('../../src/engine/unsubscribe-link.ts')
  await engine.unsubscribe(unsubscribeUrl(context, id).split('/u/')[1] ?? '')
}

/** What the mailbox brings, now and then a second time. */
async function answer(play: Play): Promise<void> {
  const messageId = pick(play, rows(play, `SELECT message_id FROM messages WHERE kind = 'nurture'`))
  if (messageId === undefined) return
  const kind = pick(play, ['person', 'person', 'automatic', 'unsubscribe'] as InboundMail['kind'][])
  const id = `answer ${play.since} ${Math.floor(play.random() * 8)} ${kind}`
  const backOn = play.random() < 0.5 ? '2026-12-10' : null
  const mail = {
    kind,
    messageId: null,
    from: null,
    to: [],
    subject: '',
    answers: [messageId],
    token: null,
    text: id,
    backOn,
  }
  await takeInMail(pick(play, play.processes).context, { id, mail: { ...mail, reports: [] } })
}

/** A mail that came back, or a complaint, from a provider that tells everything twice. */
async function report(play: Play): Promise<void> {
  const messageId = pick(play, rows(play, `SELECT message_id FROM messages WHERE kind = 'nurture'`))
  if (messageId === undefined) return
  const status = pick(play, ['5.1.1', '5.2.2', '4.4.7', '5.7.1'])
  const kind = pick(play, ['bounce', 'bounce', 'complaint'] as DeliveryReport['kind'][])
  const about = { kind, source: 'api', recipient: null, messageId, token: null, status } as const
  const told = { ...about, code: null, diagnostic: '', isFinal: true, at: null }
  const id = `report ${play.since} ${Math.floor(play.random() * 8)} ${kind} ${status}`
  await takeInReports(pick(play, play.processes).context, [{ id, report: told }])
}

async function resolve(play: Play): Promise<void> {
  const undecided = `SELECT id FROM messages WHERE status IN ('uncertain', 'held', 'failed') AND kind = 'nurture'`
  const id = pick(play, rows(play, undecided))
  if (id === undefined) return
  const as = pick(play, ['sent', 'resend'] as const satisfies string[] as ('sent' | 'resend')[])
  await pick(play, play.processes).engine.resolveMessage(id, as, by)
}

/** `kill -9`: whatever the process had under way stays as it is; another one takes its place. */
async function crash(play: Play): Promise<void> {
  const lost = pick(play, play.processes)
  play.tangled.interleaver.kill(lost.number)
  play.born += 1
  play.processes = play.processes.map(one => (one === lost ? play.tangled.born(play.born) : one))
}

function nextHappening(play: Play): string {
  const kinds = Object.entries(HAPPENINGS_OF_ALL_KINDS)
  let point = play.random() * kinds.reduce((sum, [, { weight }]) => sum + weight, 0)
  const found = kinds.find(([, { weight }]) => {
    point -= weight
    return point < 0
  })
  return found?.[0] ?? 'work'
}

function moveClock({ random, product }: Play): void {
  const chance = random()
  if (chance < 0.4) return
  if (chance < 0.5) return product.clock.set(product.clock.now() - Math.round(random() * 10 * MINUTE_MS))
  product.clock.advance(Math.round(random() * (chance < 0.8 ? 10 * SECOND_MS : 30 * HOUR_MS)))
}

async function tangleUp(play: Play): Promise<void> {
  const { interleaver } = play.tangled
  for (let left = HAPPENINGS; left > 0; ) {
    const moved = play.random() < 0.85 && (await interleaver.step())
    if (moved) continue
    left -= 1
    const kind = nextHappening(play)
    play.log.push(kind)
    moveClock(play)
    interleaver.start(() => HAPPENINGS_OF_ALL_KINDS[kind]?.run(play) ?? Promise.resolve())
    expectSound(play, brokenNow(play.tangled))
  }
  while (await interleaver.step());
}

/** Nobody acts any more: the product alone brings everything to its end. */
async function comeToRest({ product, tangled }: Play): Promise<void> {
  const { context, engine } = tangled.calm
  for (const id of WORKFLOWS) await engine.resumeWorkflow(id)
  product.clock.advance(15 * MINUTE_MS)
  await sweep(context)
  // Longer than any silence that ends by itself. What the sweep finds at the end has its own end yet to come.
  const end = product.clock.now() + 400 * DAY_MS
  for (let round = 0; round < 2; round += 1) {
    await answerAll(context, product.clock, end)
    product.clock.set(end)
    await sweep(context)
  }
  await answerAll(context, product.clock, end + DAY_MS)
}

async function answerAll(context: EngineContext, clock: Product['clock'], end: number): Promise<void> {
  for (;;) {
    const [next] = await context.store.alarms.overdue(end, 1)
    if (next === undefined) return
    clock.set(Math.max(clock.now(), next.dueAt))
    await answerAlarm(context, next)
  }
}

function expectSound(play: Play, broken: string[]): void {
  if (broken.length > 0) throw new Error(`${broken.join('\n')}\nafter ${play.log.join(', ')}`)
}

async function playSeed(product: Product, seed: number): Promise<Tangle> {
  const random = seededRandom(seed)
  const tangled = tangle(product, random)
  const processes = [tangled.born(1), tangled.born(2)]
  const people = [`p${seed}a@example.com`, `p${seed}b@example.com`]
  const since = product.clock.now() - DAY_MS
  const play: Play = { product, tangled, random, processes, people, since, born: 2, log: [] }
  try {
    await tangleUp(play)
    await comeToRest(play)
    expectSound(play, [...brokenAtRest(tangled), ...tangled.interleaver.faults().filter(isOurFault).map(String)])
    expect((await product.app.store.verifyChains()).broken).toEqual([])
    return tangled
  } finally {
    tangled.file.close()
  }
}

/** Two people may decide on the same mail; the second one is told. */
function isOurFault(fault: unknown): boolean {
  return !(fault instanceof Error && 'code' in fault && fault.code === 'conflict')
}

/** Gates that opened in these seeds' plays, and what broke in the first that broke. */
async function playSeeds(seeds: number[]): Promise<{ gates: number; broken: string[] }> {
  const product = await startProduct({ ...FILES, start: '2026-11-24T10:00:00Z' })
  let gates = 0
  try {
    for (const seed of seeds) {
      const played = await playSeed(product, seed).catch(error => `seed ${seed}: ${String(error)}`)
      if (typeof played === 'string') return { gates, broken: [played] }
      gates += played.gates.length
    }
    return { gates, broken: [] }
  } finally {
    await product.close()
  }
}

describe('whatever comes between what', () => {
  it('loses nothing, sends nothing twice and nothing after a stop', { timeout: LIMIT_MS }, async () => {
    const played: Awaited<ReturnType<typeof playSeeds>>[] = []
    for (let from = 0; from < SEEDS.length; from += SEEDS_PER_FILE) {
      played.push(await playSeeds(SEEDS.slice(from, from + SEEDS_PER_FILE)))
    }
    expect(played.flatMap(({ broken }) => broken)).toEqual([])
    // One order may well send nothing; many that send little prove little.
    const gates = played.reduce((sum, one) => sum + one.gates, 0)
    if (SEEDS.length > SEEDS_PER_FILE) expect(gates).toBeGreaterThan(SEEDS.length / 2)
  })
})
