/** Median of several runs, with the spread: what one machine did in one hour, never a promise. */
export interface Measurement {
  name: string
  unit: string
  median: number
  low: number
  high: number
}

/** Runs `once` (which returns a figure) `runs` times after one run to warm up. */
export async function measure(
  what: { name: string; unit: string; runs?: number },
  once: () => number | Promise<number>,
): Promise<Measurement> {
  await once()
  const figures: number[] = []
  for (let run = 0; run < (what.runs ?? 5); run += 1) figures.push(await once())
  figures.sort((a, b) => a - b)
  const median = figures[Math.floor(figures.length / 2)] ?? Number.NaN
  return { name: what.name, unit: what.unit, median, low: figures[0] ?? median, high: figures.at(-1) ?? median }
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

/** A table that reads in a terminal and in Markdown. */
export function asTable(measurements: Measurement[]): string {
  const rows = measurements.map(({ name, unit, median, low, high }) => [
    name,
    `${round(median)} ${unit}`,
    `${round(low)} – ${round(high)}`,
  ])
  const all = [['what', 'median', 'range'], ...rows]
  const widths = [0, 1, 2].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = all
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

function round(figure: number): string {
  return figure >= 100 ? Math.round(figure).toLocaleString('en-GB') : figure.toPrecision(3)
}
