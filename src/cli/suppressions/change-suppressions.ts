import { type Command, InvalidArgumentError, Option } from 'commander'
import { momentWords, readerZone } from '../moments.ts'
import { whoActs, withEngine } from '../open-engine.ts'
import { print, printJson, withFormat } from '../print.ts'
import { readMoment } from '../read-moment.ts'
import { guessScope, SCOPES, type Scope } from './suppression-row.ts'

interface AddOptions {
  because: string
  scope?: Scope
  until?: number
  format: string
}

export function defineChanges(command: Command): void {
  const add = command
    .command('add')
    .description('Never writes to an address, a domain or a lead; what runs for it ends at once.')
  add
    .argument('<who>', 'an address, a domain or a lead id')
    .requiredOption('--because <words>', 'why; it stays in the timeline', reason)
    .addOption(new Option('--scope <scope>', 'what it is, where that is not plain').choices(SCOPES))
    .option('--until <moment>', 'for a time: 2027-01-31, or with a time of day; else for ever', moment)
  withFormat(add)
    .addHelpText(
      'after',
      '\nExamples:\n  tend suppressions add jana@example.com --because "asked by phone"\n  tend suppressions add fabrikam.example --because "a competitor"',
    )
    .action(addSuppression)
  const lift = command
    .command('lift')
    .description(
      'Lifts a suppression: mail is allowed again. What a pause held back goes on; what was ended stays ended.',
    )
  lift.argument('<id>', 'as `tend suppressions list` shows it').requiredOption('--because <words>', 'why', reason)
  withFormat(lift)
    .addHelpText('after', '\nExample: tend suppressions lift sup_… --because "asked for the newsletter again"')
    .action(liftSuppression)
}

function reason(words: string): string {
  if (words.trim() !== '') return words.trim()
  throw new InvalidArgumentError('Expected the reason in words, such as "asked by phone".')
}

function moment(text: string): number {
  const at = readMoment(text, readerZone())
  if (at !== null) return at
  throw new InvalidArgumentError('Expected a day or a moment such as 2027-01-31 or 2027-01-31T12:00.')
}

async function addSuppression(who: string, { because, scope, until, format }: AddOptions): Promise<void> {
  await withEngine(async ({ engine }) => {
    const asked = { scope: scope ?? guessScope(who), value: who, because, by: whoActs(), until: until ?? null }
    const row = await engine.addSuppression(asked)
    if (format === 'json') {
      const { presentSuppression } = await import('../../http/present/suppression.ts')
      return printJson(presentSuppression(row))
    }
    const zone = readerZone()
    const how = row.until === null ? 'for ever' : `until ${momentWords(row.until, zone)} (${zone})`
    print(
      `No mail to the ${row.scope} ${row.label ?? who}, ${how} (${row.id}). Lift it: tend suppressions lift ${row.id} --because …`,
    )
  })
}

async function liftSuppression(id: string, { because, format }: { because: string; format: string }): Promise<void> {
  await withEngine(async ({ engine }) => {
    const row = await engine.liftSuppression(id, because, whoActs())
    if (format === 'json') {
      const { presentSuppression } = await import('../../http/present/suppression.ts')
      return printJson(presentSuppression(row))
    }
    print(
      `Lifted: mail to the ${row.scope} ${row.label ?? ''} is allowed again, as far as nothing else speaks against it.`,
    )
  })
}
