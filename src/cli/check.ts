import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { foldersOf } from '../definitions/live-definitions.ts'
import { readDefinitions } from '../definitions/read-definitions.ts'
import { readSettingsFile } from '../settings.ts'
import { systemClock } from '../system-clock.ts'
import { type Problem, problemLine } from '../workflow/problem.ts'
import { runCalendarTests } from './calendar-tests.ts'
import { withFormat } from './print.ts'
import { toSarif } from './sarif.ts'

interface CheckOptions {
  format: 'text' | 'json' | 'sarif'
}

export function define(command: Command): void {
  withFormat(command, ['text', 'json', 'sarif'])
    .description(
      'Checks workflows, their calendar tests, templates and settings: every problem at once, with file, line and what to write.',
    )
    .addHelpText('after', '\nExit code 1 when there are errors; warnings alone are 0.')
    .action(async (options: CheckOptions) => {
      process.exitCode = await check(options)
    })
}

async function check(options: CheckOptions): Promise<number> {
  const problems = await findProblems()
  process.stdout.write(`${FORMATS[options.format](problems)}\n`)
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0
}

async function findProblems(): Promise<Problem[]> {
  const config = readConfig()
  const { settings, problems } = await readSettingsFile(config.settingsFile, config.variable)
  if (settings === null) return problems
  const cacheFolder = mkdtempSync(join(tmpdir(), 'tend-check-'))
  try {
    const definitions = await readDefinitions({ ...foldersOf(config), cacheFolder }, settings, systemClock.now())
    const tests = await runCalendarTests(config.workflowsFolder, definitions, settings)
    return [...problems, ...definitions.problems, ...tests]
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true })
  }
}

const FORMATS: Record<CheckOptions['format'], (problems: Problem[]) => string> = {
  text: asText,
  json: problems => JSON.stringify({ problems }, null, 2),
  sarif: problems => JSON.stringify(toSarif(problems), null, 2),
}

function asText(problems: Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  if (problems.length === 0) return 'Workflows, templates and settings are good.'
  return [...problems.map(problemLine), '', `${count(errors, 'error')}, ${count(warnings, 'warning')}.`].join('\n')
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
