import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { runTend } from '../cli/run-tend.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

const TOP = 'title: Asked\nfor: {action: [PLT]}\nrank: 20\nsteps:\n'
const BEFORE = `${TOP}  - {send: asked/welcome, id: welcome}
  - {wait: 24h, id: cool-down}
  - {send: asked/follow-up, id: follow-up}
  - {wait: 24h, id: pause}
  - {escalate: sales, id: hand-over}
`
const AFTER = `${TOP}  - {send: asked/welcome, id: welcome}
  - {wait: 48h, id: cool-down}
  - {send: asked/offer, id: offer}
  - {wait: 12h, id: rest}
  - {send: asked/follow-up, id: last-call}
`
const MAP = 'from: all\nsteps:\n  follow-up: offer\n'

let product: Product
let arrived: number

beforeEach(async () => {
  product = await startProduct({
    workflows: { 'asked.yaml': BEFORE },
    templates: { 'asked/welcome.hbs': WELCOME, 'asked/follow-up.hbs': FOLLOW_UP, 'asked/offer.hbs': WELCOME },
  })
  arrived = product.clock.now()
  await product.deliver(leadBody())
  await product.drainDue(arrived + HOUR_MS)
})
afterEach(() => product.close())

function change(text = AFTER): Promise<void> {
  product.write('workflows/asked.yaml', text)
  return product.app.definitions.refresh()
}

async function diff(...words: string[]) {
  const ended = await runTend(product.folder, ['diff', 'asked', ...words])
  await product.app.definitions.refresh()
  return ended
}

function mapped(map: string, ...words: string[]) {
  product.write('moves.yaml', map)
  return diff('--map', join(product.folder, 'moves.yaml'), ...words)
}

async function mails(email = 'eva@example.com'): Promise<[string | null, number][]> {
  return (await product.mailsTo(email)).map(({ template, at }) => [template, (at - arrived) / HOUR_MS])
}

async function timeline(email = 'eva@example.com'): Promise<string> {
  const { lead } = await product.lead(email)
  return (await product.app.engine.readTimeline(lead.id)).map(({ words }) => words).join('\n')
}

const MOVED: [string, number][] = [
  ['asked/welcome', 0],
  ['asked/offer', 24],
  ['asked/follow-up', 36],
]
const STAYED: [string, number][] = [
  ['asked/welcome', 0],
  ['asked/follow-up', 24],
]

describe('people inside an older version', () => {
  it('move by a committed map when their wait is over, get no mail twice, and the timeline says so', async () => {
    await change()
    const kept = await mapped(MAP, '--commit')
    expect(kept).toMatchObject({ code: 0, stderr: '' })
    expect(kept.stdout).toContain('1 person at `cool-down` (wait 24 hours)\n')
    expect(kept.stdout).toContain('move to `offer` when `follow-up` would come: at the latest ')
    expect(kept.stdout).toContain('The map is kept for 1 version.')
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails()).toEqual(MOVED)
    expect(await timeline()).toContain('Goes on at offer in the new version of the workflow.')
  })

  it('move just the same when the product starts anew in between, before and after the boundary', async () => {
    await change()
    await mapped(MAP, '--commit')
    await product.restart()
    await product.drainDue(arrived + 25 * HOUR_MS)
    await product.restart()
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails()).toEqual(MOVED)
    expect((await timeline()).match(/Goes on at/g)).toHaveLength(1)
  })

  it('stay without a commit: looking is a dry run and says so', async () => {
    await change()
    const looked = await mapped(MAP)
    expect(looked.code).toBe(0)
    expect(looked.stdout).toContain('This was a dry run: nothing is written. To keep the map: tend diff asked --map ')
    expect(await product.app.store.workflows.stepMaps()).toEqual([])
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails()).toEqual(STAYED)
  })

  it('stay when their next step is not in the map, while others move', async () => {
    await product.drainDue(arrived + 25 * HOUR_MS)
    await product.deliver(leadBody({ details: { email: 'jan@example.com' } }))
    await product.drainDue(arrived + 26 * HOUR_MS)
    await change()
    const kept = await mapped(MAP, '--commit')
    expect(kept.stdout).toContain('2 people inside.')
    expect(kept.stdout).toContain(
      '1 person at `pause` (wait 24 hours)\n    stay and finish their version: escalate to sales\n',
    )
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails()).toEqual(STAYED)
    expect(await timeline()).not.toContain('Goes on at')
    expect(await timeline()).toContain('Handed to sales')
    expect(await mails('jan@example.com')).toEqual(MOVED.map(([template, hours]) => [template, hours + 25]))
  })

  it('move when a mail on its way is out, not before', async () => {
    await product.deliver(leadBody({ details: { email: 'jan@example.com' } }))
    expect((await product.lead('jan@example.com')).enrollments[0]).toMatchObject({ step: 'welcome', phase: 'mail' })
    await change()
    await mapped('from: all\nsteps: {cool-down: offer}\n', '--commit')
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails('jan@example.com')).toEqual([
      ['asked/welcome', 1],
      ['asked/offer', 1],
      ['asked/follow-up', 13],
    ])
  })
})

describe('a bad map', () => {
  const commit = (map: string, ...words: string[]) => {
    product.write('workflows/asked.yaml', AFTER)
    product.write('moves.yaml', map)
    return runTend(product.folder, ['diff', 'asked', '--map', 'moves.yaml', '--commit', ...words])
  }
  const stored = async () => [await product.app.store.workflows.list(), await product.app.store.workflows.stepMaps()]

  it('is refused as a whole, with nothing written', async () => {
    const before = await stored()
    const map = 'from: all\nsteps: {follow-up: offer, pause: rset}\n'
    const { code, stdout } = await commit(map, '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      isKept: false,
      versions: [],
      problems: [{ code: 'TEND-M011', line: 2, column: 34, hint: 'Did you mean `rest`?' }],
    })
    expect(await stored()).toEqual(before)
  })

  it('that would send a mail twice is refused with both paths', async () => {
    const before = await stored()
    const { code, stdout } = await commit('from: all\nsteps: {hand-over: rest}\n')
    expect(code).toBe(1)
    expect(stdout).toContain('moves.yaml:2:9 error TEND-M020: somebody could get `asked/follow-up` twice: ')
    expect(stdout).toContain('sent before on follow-up → pause → hand-over, and again on rest → last-call')
    expect(stdout).toContain('The map is refused: nothing is written.')
    expect(await stored()).toEqual(before)
    expect((await commit(MAP)).code).toBe(0)
    expect(await stored()).not.toEqual(before)
  })

  it('names a version that is not there, or is the file’s own', async () => {
    await change()
    const [version] = (await product.app.engine.listWorkflows()).map(workflow => workflow.version)
    const own = await mapped(`from: ${version?.slice(0, 8)}\nsteps: {follow-up: offer}\n`)
    const none = await mapped('from: zzzz\nsteps: {follow-up: offer}\n')
    expect([own.code, none.code]).toEqual([1, 1])
    expect(own.stdout).toContain('TEND-M005')
    expect(none.stdout).toContain('TEND-M003')
    expect((await runTend(product.folder, ['diff', 'asked', '--commit'])).code).toBe(2)
  })
})

describe('tend diff', () => {
  it('is good while nobody is inside another version', async () => {
    const { code, stdout } = await diff()
    expect(code).toBe(0)
    expect(stdout).toMatch(/^asked: the file makes version [0-9a-f]{12} \(1 person inside\)\./)
  })

  it('tells what changed, who stands where and what they will still get, and changes nothing', async () => {
    product.write('workflows/asked.yaml', AFTER.replace('id: cool-down', 'id: breath'))
    const before = await product.app.store.workflows.list()
    const { code, stdout } = await runTend(product.folder, ['diff', 'asked'])
    expect(code).toBe(1)
    expect(stdout).toContain('the one that new people enter: 1 person inside.')
    expect(stdout).toContain('    step `cool-down` is gone (wait 24 hours)\n')
    expect(stdout).toContain('    step `offer` is new (send asked/offer)\n')
    expect(stdout).toContain('Their step is gone in the file; they finish it in their version all the same.')
    expect(stdout).toContain('Still to come: send asked/follow-up; wait 24 hours; escalate to sales.')
    expect(await product.app.store.workflows.list()).toEqual(before)
    const data = JSON.parse((await runTend(product.folder, ['diff', 'asked', '--format', 'json'])).stdout)
    expect(data.versions).toMatchObject([
      { people: 1, map: null, groups: [{ step: 'cool-down', count: 1, isGone: true, mayStay: true, moves: [] }] },
    ])
  })

  it('shows a kept map, and its end when a map leads back', async () => {
    await change()
    await mapped(MAP, '--commit')
    expect((await diff()).stdout).toContain('In place of `follow-up` they go on at `offer` of ')
    await product.drainDue(arrived + 25 * HOUR_MS)
    await change(BEFORE)
    expect((await diff()).stdout).toMatch(/asked\.yaml:1:1 warning TEND-M041: /)
    const back = await mapped('from: all\nsteps: {last-call: follow-up}\n', '--commit')
    expect(back.code).toBe(0)
    expect((await diff()).stdout).not.toContain('TEND-M041')
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await mails()).toEqual([...MOVED.slice(0, 2), ['asked/follow-up', 36]])
    expect(await timeline()).toContain('Handed to sales')
  })

  it('answers a bad file with its problems, and a file that is gone with who is inside', async () => {
    product.write('workflows/asked.yaml', `${TOP}  - {sned: asked/welcome}\n`)
    const bad = await diff()
    expect(bad.code).toBe(1)
    expect(bad.stderr).toMatch(/asked\.yaml:5:\d+ error TEND-W020/)
    expect((await runTend(product.folder, ['diff', 'aksed'])).code).toBe(2)
    product.write('workflows/other.yaml', BEFORE.replace('PLT', 'INS'))
    rmSync(join(product.folder, 'workflows/asked.yaml'))
    const gone = await diff()
    expect(gone.code).toBe(1)
    expect(gone.stderr).toContain('the 1 inside finish their version')
  })
})
