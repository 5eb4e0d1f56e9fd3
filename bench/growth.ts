import { carry, WELCOME } from './mail.ts'
import { type Measurement, summarise } from './measure.ts'
import type { Effort } from './section.ts'
import { sleepingStore } from './sleeping-store.ts'
import { onStage } from './stage.ts'
import { tendUp } from './tend.ts'

/** What a lead costs on its way to its welcome, in a small store and in a big one. */
export async function measureGrowth(effort: Effort): Promise<Measurement[]> {
  const sizes = effort.quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
  const rounds = await onStage(async stage => {
    const sink = stage.program('programs/sink.ts')
    const load = stage.program('programs/load.ts')
    const smtpPort: number = await sink.call('listen')
    const grounds = []
    for (const leads of sizes) {
      const order = { leads, workflows: { 'welcome.yaml': WELCOME } }
      grounds.push((await sleepingStore(stage, { load, smtpPort, effort }, order)).ground)
    }
    const found: number[][] = []
    for (let run = 0; run < effort.longRuns; run += 1) {
      effort.tell(`growth, round ${run + 1} of ${effort.longRuns}`)
      const costs: number[] = []
      for (const ground of grounds) {
        const app = await tendUp(ground, smtpPort, effort)
        await carry(app, { sink, load }, { leads: effort.quick ? 200 : 500, mailsEach: 1 })
        costs.push((await carry(app, { sink, load }, { leads: 500, mailsEach: 1 })).appCpuPerLead)
        await app.end()
      }
      found.push(costs)
    }
    return found
  })
  const rows = sizes.map((leads, place) =>
    summarise(
      { name: `with ${leads.toLocaleString('en-GB')} leads in the store`, unit: 'µs/lead' },
      rounds.map(costs => costs[place] ?? Number.NaN),
    ),
  )
  const growth = rounds.map(costs => 100 * ((costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN) - 1))
  return [...rows, summarise({ name: 'the biggest over the smallest', unit: '%', goal: '< 15 %' }, growth)]
}
