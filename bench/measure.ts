/** Median of several runs, with the spread: what one machine did in one hour, never a promise. */
export interface Measurement {
  name: string
  unit: string
  median: number
  low: number
  high: number
  /** What is aimed at, in words. Only for ratios: absolute figures depend on the machine. */
  goal?: string
}

interface Measured {
  name: string
  unit: string
  goal?: string
}

/** Runs `once` (which returns a figure) `runs` times after one run to warm up. */
export async function measure(
  what: Measured & { runs?: number },
  once: () => number | Promise<number>,
): Promise<Measurement> {
  await once()
  const figures: number[] = []
  for (let run = 0; run < (what.runs ?? 5); run += 1) figures.push(await once())
  const { name, unit } = what
  return summarise({ name, unit }, figures)
}

/** Median and range of figures that were taken elsewhere. */
export function summarise(what: Measured, figures: number[]): Measurement {
  const sorted = figures.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return { ...what, median, low: sorted[0] ?? median, high: sorted.at(-1) ?? median }
}

/** How many times a second the work was done. */
export function perSecond(times: number, work: () => void): number {
  const begin = process.hrtime.bigint()
  for (let index = 0; index < times; index += 1) work()
  return (times * 1e9) / Number(process.hrtime.bigint() - begin)
}

/** Milliseconds that the work took. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const begin = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - begin) / 1e6
}

/** Wall time in milliseconds, fine enough to compare the clocks of two processes on one machine. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}

/** A table that reads in a terminal and in Markdown. */
export function asTable(measurements: Measurement[]): string {
  const rows = measurements.map(({ name, unit, median, low, high, goal }) => [
    name,
    `${round(median)} ${unit}`,
    low === high ? '' : `${round(low)} – ${round(high)}`,
    goal ?? '',
  ])
  const all = [['what', 'median', 'range', 'goal'], ...rows]
  const columns = rows.some(row => row[3] !== '') ? [0, 1, 2, 3] : [0, 1, 2]
  const widths = columns.map(column => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    `| ${columns.map(column => (row[column] ?? '').padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = all
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

function round(figure: number): string {
  return Math.abs(figure) >= 100 ? Math.round(figure).toLocaleString('en-GB') : figure.toPrecision(3)
}
