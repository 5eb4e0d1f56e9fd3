import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { withSender } from '../definitions/live-definitions.ts'
import { createDns } from '../dns/ask-dns.ts'
import { readSettingsFile } from '../settings.ts'
import { examineDatabase } from './doctor/examine-database.ts'
import { examineDns } from './doctor/examine-dns.ts'
import { examineFiles } from './doctor/examine-files.ts'
import { examineMachine } from './doctor/examine-machine.ts'
import { examineServices } from './doctor/examine-services.ts'
import type { Finding } from './doctor/finding.ts'
import { print, printJson, withFormat } from './print.ts'
import { plainLine } from './table.ts'

const DNS_LIMIT_MS = 3_000

interface DoctorOptions {
  deep?: true
  format: string
}

export function define(command: Command): void {
  command
    .description(
      'Looks at everything Tend stands on, and says what to do about what is wrong. Changes nothing, sends nothing.',
    )
    .option('--deep', 'also read every page of the database and verify every timeline')
  withFormat(command)
    .addHelpText('after', '\nExit code 1 when something fails. Example: tend doctor --deep')
    .action(async (options: DoctorOptions) => {
      process.exitCode = await examine(options)
    })
}

async function examine({ deep, format }: DoctorOptions): Promise<number> {
  const config = readConfig()
  const findings = [
    ...examineMachine(config),
    ...(await examineDatabase(config, deep === true)),
    ...(await examineServices(config)),
    ...(await examineFiles(config)),
    ...(await examineSender(config)),
  ]
  if (format === 'json') printJson({ findings })
  else print(findingLines(findings))
  return findings.some(({ status }) => status === 'fail') ? 1 : 0
}

/** Settings that cannot be read have told so already. */
async function examineSender({ smtpUrl, settingsFile, variable, mailFrom }: Config): Promise<Finding[]> {
  if (smtpUrl === null) return []
  const settings = await readSettingsFile(settingsFile, variable).then(
    reading => reading.settings,
    () => null,
  )
  return settings === null ? [] : examineDns(withSender(settings, mailFrom), createDns({ limitMs: DNS_LIMIT_MS }))
}

function findingLines(findings: Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, status, words, nextAction }) => [
    `${status.padEnd(4)}  ${check.padEnd(width)}  ${plainLine(words)}`,
    ...(nextAction === null ? [] : [`${' '.repeat(width + 8)}-> ${plainLine(nextAction)}`]),
  ])
  const failed = findings.filter(({ status }) => status === 'fail').length
  const warned = findings.filter(({ status }) => status === 'warn').length
  if (failed + warned === 0) return [...lines, '', 'All is well.']
  return [...lines, '', `${failed} to mend, ${warned} to look at.`]
}
