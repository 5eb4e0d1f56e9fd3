import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { PROJECT } from './product/ground.ts'
import { asTable, type PartReport } from './table.ts'

const DOCUMENT = join(PROJECT, 'docs', 'reliability.md')
const BEGIN = '<!-- chaos: begin -->'
const END = '<!-- chaos: end -->'
const PACKAGES = ['better-sqlite3', 'bullmq', 'ioredis', 'nodemailer']

/** Puts the rows between the marks of the document, in place of older ones of the same parts, with what they were made on. */
export function writeTable(reports: PartReport[]): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [before, rest] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (before < 0 || rest < before) throw new Error(`expected the marks ${BEGIN} and ${END} in docs/reliability.md`)
  const table = `${BEGIN}\n\n${circumstances()}\n\n${merged(text.slice(before, rest), reports)}\n\n`
  writeFileSync(DOCUMENT, text.slice(0, before) + table + text.slice(rest))
}

/** A part may run for an hour: each run brings its own rows up to date. */
function merged(old: string, reports: PartReport[]): string {
  const rows = old
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  const isNew = (row: string[]) => reports.some(({ name }) => name === row[0])
  return asTable(
    reports,
    rows.filter(row => !isNew(row)),
  )
}

function circumstances(): string {
  const packages = PACKAGES.map(name => `${name} ${versionIn(join('node_modules', name))}`).join(', ')
  const machine = `Linux ${release()}, ${cpus().length} cores`
  return `Tend ${versionIn('.')}, Node ${process.versions.node}, ${packages}; ${machine}.`
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(join(PROJECT, folder, 'package.json'), 'utf8')).version
}
