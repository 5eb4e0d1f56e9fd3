import type { LoadOrder, LoadReport } from './programs/load.ts'
import type { Program } from './programs.ts'

let made = 0

/** Posts so many leads that nobody has posted before; every one must be taken. */
export async function drive(load: Program, order: Omit<LoadOrder, 'first'>): Promise<LoadReport> {
  const first = made
  made += order.count
  const report: LoadReport = await load.call('drive', { ...order, first } satisfies LoadOrder)
  if (report.statuses['200'] === order.count) return report
  throw new Error(`expected ${order.count} answers with 200, but got ${JSON.stringify(report.statuses)}`)
}
