import { cpus } from 'node:os'
import { measureLanguage } from './language.ts'
import { asTable } from './measure.ts'

const [cpu] = cpus()
process.stdout.write(`Tend on Node ${process.version}, ${cpus().length} cores (${cpu?.model ?? 'unknown'})\n\n`)
process.stdout.write(`The language\n\n${asTable(await measureLanguage())}\n`)
