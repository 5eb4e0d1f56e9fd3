import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureGrowth } from './growth.ts'
import { measureIntake } from './intake.ts'
import { measureLanguage } from './language.ts'
import { loadWords, machineWords, useRealDisk } from './machine.ts'
import { measureMail } from './mail.ts'
import { asTable } from './measure.ts'
import { measureParts } from './parts.ts'
import { writeSection } from './performance-document.ts'
import type { Effort, Section } from './section.ts'
import { measureSleep } from './sleep.ts'
import { clearStages } from './stage.ts'

const SECTIONS: Record<string, Section> = {
  language: { title: 'The language', measure: measureLanguage },
  parts: { title: 'The parts alone', measure: measureParts },
  intake: { title: 'Intake', measure: measureIntake },
  mail: { title: 'From the lead to its mails', measure: measureMail },
  sleep: { title: 'Sleep', measure: measureSleep },
  growth: { title: 'Growth', measure: measureGrowth },
}

const HELP = `Measures what this machine does in this hour. Figures of different machines say nothing about one another.

  npm run bench -- [section …] [--quick] [--runs N] [--write] [--profile FOLDER]

Sections, all of them by default: ${Object.keys(SECTIONS).join(', ')}.

  --quick            smaller sizes and one run, to see that everything works
  --runs N           so many runs of everything, instead of 5 short or 3 long ones
  --write            puts the tables into docs/performance.md
  --profile FOLDER   puts CPU profiles of the measured Tend there; its figures are then slower
  --help             says this
`

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

const broken = Promise.withResolvers<number>()
let isBroken = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isBroken = true
    clearStages().then(() => broken.resolve(EXIT_CODES[signal]), broken.reject)
  })
}

process.once('uncaughtException', error => {
  process.stderr.write(`bench: ${error.stack}\n`)
  isBroken = true
  clearStages().then(() => broken.resolve(1), broken.reject)
})

// What is cleared away under its feet makes the work fail; that is no news then.
const work = main(process.argv.slice(2)).catch(error => (isBroken ? broken.promise : Promise.reject(error)))
process.exit(await Promise.race([work, broken.promise]))

async function main(words: string[]): Promise<number> {
  const asked = understand(words)
  if ('fault' in asked) {
    process.stderr.write(`bench: ${asked.fault}\n\n${HELP}`)
    return 2
  }
  if (asked.wishes.help) process.stdout.write(HELP)
  else await measureSections(asked.names, asked.wishes)
  return 0
}

function understand(words: string[]): { names: string[]; wishes: Wishes } | { fault: string } {
  try {
    const { values, positionals } = read(words)
    const unknown = positionals.find(name => !Object.hasOwn(SECTIONS, name))
    if (unknown !== undefined) return { fault: `expected a section, but got ${unknown}.` }
    const { runs = '1' } = values
    if (!/^[1-9]\d*$/.test(runs)) return { fault: `expected a number after --runs, but got ${runs}.` }
    return { names: positionals.length > 0 ? positionals : Object.keys(SECTIONS), wishes: values }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

function read(args: string[]) {
  const off = { type: 'boolean', default: false } as const
  const word = { type: 'string' } as const
  const options = { quick: off, write: off, help: off, profile: word, runs: word } as const
  return parseArgs({ args, allowPositionals: true, options })
}

type Wishes = ReturnType<typeof read>['values']

async function measureSections(names: string[], wishes: Wishes): Promise<void> {
  const effort = effortOf(wishes)
  useRealDisk(effort.tell)
  process.stdout.write(`Tend on ${machineWords()}\n`)
  for (const [name, { title, measure }] of Object.entries(SECTIONS)) {
    if (!names.includes(name)) continue
    const loadBefore = loadWords()
    const table = asTable(await measure(effort))
    const load = `load average ${loadBefore} before and ${loadWords()} after`
    process.stdout.write(`\n${title} (${load})\n\n${table}\n`)
    const day = new Date().toISOString().slice(0, 10)
    const size = wishes.quick ? ', smaller sizes (`--quick`)' : ''
    if (wishes.write) writeSection(name, `${day}, ${machineWords()}, ${load}${size}.\n\n${table}`)
  }
}

function effortOf({ quick, profile, runs }: Wishes): Effort {
  const wished = runs === undefined ? undefined : Number(runs)
  const profileFolder = profile === undefined ? null : resolve(profile)
  if (profileFolder !== null) mkdirSync(profileFolder, { recursive: true })
  return {
    quick,
    runs: wished ?? (quick ? 1 : 5),
    longRuns: wished ?? (quick ? 1 : 3),
    profileFolder,
    tell: words => process.stderr.write(`${words} …\n`),
  }
}
