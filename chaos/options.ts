import { parseArgs } from 'node:util'

export interface Options {
  seed: number
  kills: number
  isShort: boolean
  isWriting: boolean
  isKeeping: boolean
  isHelp: boolean
  /** `part` or `part/case`; null for everything. */
  only: string | null
}

const FULL_KILLS = 1_000
const SHORT_KILLS = 6

/** Reads the command line; throws with words for the reader. */
export function readOptions(words: string[]): Options {
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { type: 'string' },
      kills: { type: 'string' },
      only: { type: 'string' },
      short: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    seed: wholeNumber('--seed', values.seed) ?? 1,
    kills: wholeNumber('--kills', values.kills) ?? (values.short ? SHORT_KILLS : FULL_KILLS),
    isShort: values.short,
    isWriting: values.write,
    isKeeping: values.keep,
    isHelp: values.help,
    only: values.only ?? null,
  }
}

export function helpText(parts: { name: string; words: string }[]): string {
  const width = Math.max(...parts.map(({ name }) => name.length))
  return `Breaks the real product from outside in every way it must stand, and judges what came of it.

  npm run chaos -- [--seed N] [--kills N] [--only PART[/CASE]] [--short] [--keep] [--write]

  --seed N     the numbers that choose moments and faults (1)
  --kills N    kills of the kill loop (${FULL_KILLS}; with --short ${SHORT_KILLS})
  --only NAME  one part, or one case of it as the report names it
  --short      a small selection, in about a minute
  --keep       leaves the folder of a case with a violation, and says where it is
  --write      puts the table into docs/reliability.md

${parts.map(({ name, words }) => `  ${name.padEnd(width)}  ${words}`).join('\n')}

CHAOS_PROJECT=DIR runs another copy of the product, say one with a fault put in: then the rig must find it.
Progress goes to stderr, the table to stdout. Exit code 1 when a promise was broken, 2 when it could not be run.
`
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`${name}: expected a whole number from 1, came ${text}.`)
}
