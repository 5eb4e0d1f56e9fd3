import { helpText, type Options, readOptions } from './options.ts'
import { clockSteps } from './parts/clock-steps.ts'
import { diskFull } from './parts/disk-full.ts'
import { failpoints } from './parts/failpoints.ts'
import { freezes } from './parts/freezes.ts'
import { killLoop } from './parts/kill-loop.ts'
import { inParallel, type Part } from './parts/part.ts'
import { powerCut } from './parts/power-cut.ts'
import { redisNemesis } from './parts/redis-nemesis.ts'
import { slowRelay } from './parts/slow-relay.ts'
import { clearAllGrounds } from './product/ground.ts'
import { unmountAll } from './product/mounts.ts'
import { killAll } from './product/product-process.ts'
import { asTable, type PartReport } from './table.ts'
import { writeTable } from './write-table.ts'

const PARTS: Part[] = [killLoop, failpoints, freezes, redisNemesis, powerCut, diskFull, clockSteps, slowRelay]

const CANNOT_RUN = 2

process.on('exit', () => {
  killAll()
  clearAllGrounds()
  unmountAll()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`chaos: ${error instanceof Error ? error.message : String(error)}\n`)
  return CANNOT_RUN
})

async function main(words: string[]): Promise<number> {
  const options = readOptions(words)
  if (options.isHelp) {
    process.stdout.write(helpText(PARTS))
    return 0
  }
  const chosen = PARTS.filter(({ name, isInShort }) => {
    return options.only === null ? isInShort || !options.isShort : options.only.split('/')[0] === name
  })
  if (chosen.length === 0) throw new Error(`there is no part ${options.only}; --help names them`)
  // The long run is about what one fault does; the short one about being short.
  const reports = await inParallel(chosen, options.isShort ? chosen.length : 1, part => runPart(part, options))
  process.stdout.write(`${asTable(reports)}\n${notesOn(reports)}`)
  if (options.isWriting) writeTable(reports)
  return reports.some(({ cases }) => cases.some(({ violations }) => violations.length > 0)) ? 1 : 0
}

async function runPart(part: Part, options: Options): Promise<PartReport> {
  const { seed, kills, isShort, isKeeping: keep } = options
  const missing = await part.missing()
  const begin = performance.now()
  const wanted = options.only?.split('/').slice(1).join('/') ?? ''
  const only = (caseName: string) => wanted === '' || caseName === wanted
  say(missing === null ? `${part.name} begins` : `${part.name} does not run: ${missing}`)
  const cases = missing === null ? await part.run({ seed, kills, isShort, keep, only, say }) : []
  if (missing === null && cases.length === 0) throw new Error(`${part.name}: no case was played to any purpose`)
  return { name: part.name, cases, missing, seed, seconds: (performance.now() - begin) / 1000 }
}

function notesOn(reports: PartReport[]): string {
  const notes = reports.flatMap(({ name, cases, missing, seed }) => [
    ...(missing === null ? [] : [`not run: ${name}: ${missing}`]),
    ...cases.flatMap(report =>
      report.violations.map(
        ({ rule, words }) =>
          `VIOLATION ${rule}: ${words}\n  again: npm run chaos -- --seed ${seed} --only '${name}/${report.name}'`,
      ),
    ),
  ])
  return notes.length === 0 ? '' : `\n${notes.join('\n')}\n`
}

function say(words: string): void {
  process.stderr.write(`chaos: ${words}\n`)
}
