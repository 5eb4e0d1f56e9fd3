import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { TendError } from '../domain/errors.ts'
import { COMMANDS } from './commands.ts'

/** Exit codes: 0 good, 1 findings, 2 wrong use. */
export const EXIT = { good: 0, findings: 1, wrongUse: 2 } as const

/** Runs one command line and returns its exit code. Errors are words on standard error, never a stack. */
export async function runCli(argv: string[]): Promise<number> {
  const program = await programFor(argv)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return Number(process.exitCode ?? EXIT.good)
  } catch (error) {
    return explain(error)
  }
}

async function programFor(argv: string[]): Promise<Command> {
  const program = new Command('tend')
    .description('Looks after the leads that the Microsoft commercial marketplace sends to a publisher.')
    .usage('<command> [options]')
    .showSuggestionAfterError()
    .version(version(), '-V, --version', 'print the version')
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', '\nBegin with `tend up`. Each command explains itself: `tend <command> --help`.')
  const wanted = argv.find(word => !word.startsWith('-'))
  for (const entry of COMMANDS) {
    const command = program
      .command(entry.name)
      .summary(entry.summary)
      .description(entry.summary)
      .helpGroup(`${entry.group}:`)
    command.exitOverride().showHelpAfterError('(add --help for how to use it)')
    if (entry.name === wanted) (await entry.load()).define(command)
  }
  return program
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    const shown = ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code)
    return shown && error.exitCode === 0 ? EXIT.good : EXIT.wrongUse
  }
  if (error instanceof TendError) {
    console.error(`${error.message}\n\n${error.nextAction}`)
    return error.code === 'wrong-use' || error.code === 'bad-request' ? EXIT.wrongUse : EXIT.findings
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.findings
}
