import { type Command, Option } from 'commander'
import { MESSAGE_STATUSES, type Message, type MessageStatus } from '../domain/mail/message.ts'
import { momentWords, readerZone } from './moments.ts'
import { whoActs, withEngine } from './open-engine.ts'
import { print, printJson, wholeNumber, withFormat } from './print.ts'
import { table } from './table.ts'

interface ListOptions {
  status?: MessageStatus
  limit: number
  format: string
}

export function define(command: Command): void {
  command.description('Mail: what is planned, what left, what is in doubt.')
  const list = command.command('list').description('Lists mail, newest first.')
  list
    .addOption(new Option('--status <status>', 'only these').choices(MESSAGE_STATUSES))
    .option('--limit <number>', 'at most so many', wholeNumber(1), 50)
  withFormat(list).addHelpText('after', '\nExample: tend messages list --status uncertain').action(listMessages)
  const resolve = command
    .command('resolve')
    .description('Settles a mail that is uncertain, held or failed. Look into the mail server’s log first.')
  resolve
    .argument('<id>', 'id of the message')
    .addOption(
      new Option('--as <outcome>', 'sent: it arrived; resend: it did not, try again')
        .choices(['sent', 'resend'])
        .makeOptionMandatory(),
    )
  withFormat(resolve).addHelpText('after', '\nExample: tend messages resolve msg_06b1 --as sent').action(resolveMessage)
}

async function listMessages({ status, limit, format }: ListOptions): Promise<void> {
  await withEngine(async ({ engine }) => {
    const page = await engine.listMessages({ status }, { limit, cursor: null })
    if (format === 'json') {
      const { presentMessage } = await import('../http/present/message.ts')
      return printJson({ items: page.items.map(presentMessage), next: page.next })
    }
    if (page.items.length === 0) return print(emptyWords(status))
    const zone = readerZone()
    print(
      table(
        [`when (${zone})`, 'id', 'status', 'to', 'subject', 'reason'],
        page.items.map(row => cells(row, zone)),
      ),
    )
    if (page.next !== null) print(`There are more: --limit ${limit * 2}`)
  })
}

async function resolveMessage(id: string, { as, format }: { as: 'sent' | 'resend'; format: string }): Promise<void> {
  await withEngine(async ({ engine }) => {
    const message = await engine.resolveMessage(id, as, whoActs())
    if (format === 'json') {
      const { presentMessage } = await import('../http/present/message.ts')
      return printJson(presentMessage(message))
    }
    print(as === 'sent' ? `${id} counts as sent.` : `${id} is tried again by the running product.`)
  })
}

function cells(
  { gateAt, settledAt, dueAt, createdAt, id, status, to, subject, template, reason }: Message,
  zone: string,
): string[] {
  const at = momentWords(gateAt ?? settledAt ?? dueAt ?? createdAt, zone)
  return [at, id, status, to ?? '', subject ?? template ?? '', reason ?? '']
}

function emptyWords(status: MessageStatus | undefined): string {
  if (status === 'uncertain' || status === 'held' || status === 'failed')
    return `No mail is ${status}: nothing waits for a person.`
  return status === undefined
    ? 'No mail yet: it comes with the first lead. `tend up` prints a line that sends one.'
    : `No mail is ${status}.`
}
