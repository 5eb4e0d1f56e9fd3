import { join } from 'node:path'
import SqliteClient from 'better-sqlite3'
import { eventually, type Ground } from '../test/support/running-product.ts'
import { drive } from './drive.ts'
import type { WakeOrder } from './programs/store-filler.ts'
import type { Program } from './programs.ts'
import type { Effort } from './section.ts'
import type { Stage } from './stage.ts'
import { tendUp } from './tend.ts'

/** Leads of this workflow get no mail for a month. */
const SLEEP =
  'title: Sleep\nfor: {action: [StartTestDrive]}\nsteps:\n  - wait: 30 days\n  - send: installed/follow-up\n'

export interface SleepingStore {
  ground: Ground
  /** Lets so many fall due at the moment, while Tend is stopped. */
  wake(order: Omit<WakeOrder, 'file'>): Promise<void>
}

interface Filling {
  leads: number
  workflows: Record<string, string>
  /** Looked at while the store holds one lead. */
  whileEmpty?: (ground: Ground) => Promise<void>
}

/** A store in which so many leads sleep: the first one was put there by Tend, the others are copies of its rows. */
export async function sleepingStore(
  stage: Stage,
  tools: { load: Program; smtpPort: number; effort: Effort },
  { leads, workflows, whileEmpty }: Filling,
): Promise<SleepingStore> {
  const { load, smtpPort, effort } = tools
  const ground = stage.ground({ ...workflows, 'sleep.yaml': SLEEP })
  const file = join(ground.dataFolder, 'tend.db')
  const app = await tendUp(ground, smtpPort, effort)
  await drive(load, { port: app.port, path: app.path, action: 'StartTestDrive', connections: 1, count: 1 })
  await eventually('the first lead sleeps', () => sleepers(file) === 1)
  await whileEmpty?.(ground)
  await app.end()
  effort.tell(`a store with ${leads.toLocaleString('en-GB')} sleeping leads`)
  const filler = stage.program('programs/store-filler.ts')
  await filler.call('fill', { file, leads })
  return {
    ground,
    async wake(order) {
      const woken: number = await filler.call('wake', { ...order, file })
      if (woken !== order.enrollments) throw new Error(`expected to wake ${order.enrollments}, but ${woken} slept`)
    },
  }
}

function sleepers(file: string): number {
  const client = new SqliteClient(file, { readonly: true })
  try {
    return Number(client.prepare("SELECT count(*) FROM enrollments WHERE phase = 'wait'").pluck().get())
  } finally {
    client.close()
  }
}
