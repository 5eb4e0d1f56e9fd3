import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type ContactAnswer, mayEverContact } from '../domain/contact-policy.ts'
import { TendError } from '../domain/errors.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import { createComposer } from '../email/compose/compose-mail.ts'
import { createSmtpTransport } from '../email/smtp/transport.ts'
import { senderParts } from '../engine/compose-message.ts'
import type { DeliveryOutcome } from '../engine/ports.ts'
import { systemClock } from '../system-clock.ts'
import { draftMail } from './mail-draft.ts'
import { withStore } from './open-engine.ts'
import { print } from './print.ts'
import { type Project, readProject } from './project.ts'
import { readLeadFile } from './sample-lead.ts'
import { writeOut } from './write-out.ts'

interface SendTestOptions {
  to: string
  lead?: string
  lang?: string
}

export function define(command: Command): void {
  command
    .description('Sends one mail to an address of yours, with made-up data, exactly as a lead would get it.')
    .argument('<template>', 'name of a template, such as test-drive/welcome')
    .requiredOption('--to <address>', 'where to')
    .option('--lead <file>', 'lead as in the body of POST /api/v1/leads (default: a made-up lead)')
    .option(
      '--lang <language>',
      'the variant in this language (default: the file without one; with --lead, by the country of that lead)',
    )
    .addHelpText(
      'after',
      '\nExample: tend send-test test-drive/welcome --to me@contoso.example\nWithout SMTP_URL the mail is written to a file instead.',
    )
    .action(async (name: string, options: SendTestOptions) => {
      process.exitCode = await sendTest(name, options)
    })
}

async function sendTest(name: string, options: SendTestOptions): Promise<number> {
  const project = await readProject()
  const to = readEmailAddress(options.to)
  if (to === null) throw notAnAddress(options.to)
  await refuseSilenced(project, to)
  const bodyFile = options.lead
  const body = bodyFile === undefined ? undefined : readLeadFile(bodyFile)
  const draft = draftMail(project, { name, body, language: options.lang?.toLowerCase() })
  const { publisher, mailbox } = project.settings
  const { subject, mail } = createComposer().compose({
    ...draft,
    ...senderParts(project.settings),
    returnPath: mailbox.returnPath,
    to: { name: null, address: to.address },
    messageId: `<test-${randomUUID()}@${publisher.sender.email.split('@').at(-1)}>`,
    date: systemClock.now(),
  })
  const { smtpUrl } = project.config
  if (smtpUrl === null) return capture(join(project.config.dataFolder, 'send-test.eml'), mail.bytes)
  const transport = createSmtpTransport({ url: smtpUrl, clock: systemClock })
  const outcome = await transport.deliver(mail, async () => true).finally(() => transport.close())
  print(outcomeWords(outcome, `“${subject}” to ${to.address}`))
  return outcome.kind === 'accepted' ? 0 : 1
}

function capture(path: string, bytes: Uint8Array): number {
  writeOut(path, bytes)
  print('Captured, not sent: SMTP_URL is not set. Open the file in a mail program, or set SMTP_URL and try again.')
  return 0
}

function outcomeWords(outcome: DeliveryOutcome, what: string): string {
  switch (outcome.kind) {
    case 'accepted':
      return `Sent ${what}; the mail server said: ${outcome.reply}\nIts unsubscribe link is made up and leads nowhere.`
    case 'refused':
      return `Not sent: the mail server refused ${what} at ${outcome.stage}: ${outcome.reply}`
    case 'unknown':
      return `Perhaps sent: the line broke after ${what} was handed over (${outcome.reason}). Look into the mailbox.`
    case 'not-sent':
      return `Not sent: ${outcome.reason}. \`tend doctor\` looks at the mail server.`
    case 'gate-shut':
      return 'Not sent.'
  }
}

/** Even a trial mail does not go to somebody who asked for silence. */
async function refuseSilenced(
  { config, settings }: Project,
  to: { address: string; normalised: string; domain: string },
) {
  if (!existsSync(config.databaseUrl)) return
  const because = await withStore(async ({ store }) => {
    const addressKey = store.fingerprint(to.normalised)
    const keys = { addressKey, domainKey: store.fingerprint(to.domain), phoneKey: null, pairKey: null }
    const suppressions = await store.leads.suppressionsFor(keys, null)
    const leads = await store.leads.byKeys('live', { addressKey })
    const standing = leads.length === 0 ? [{ status: 'open' as const, email: to.address }] : leads
    const answers = standing.map(lead =>
      mayEverContact(
        { lead: { status: lead.status, email: to.address }, suppressions, offer: null, limits: settings.limits },
        systemClock.now(),
      ),
    )
    return answers.find(isSilence)
  })
  if (because === undefined) return
  throw new TendError({
    code: 'conflict',
    message: `Nothing was sent to ${to.address}: ${because.because}.`,
    nextAction: 'Use an address of your own.',
  })
}

/** For a time counts, too; that the limits allow no mail at all is nobody's wish. */
function isSilence(answer: ContactAnswer): answer is Exclude<ContactAnswer, { may: 'yes' }> {
  return answer.may === 'later' || (answer.may === 'never' && answer.refusal !== 'limit-zero')
}

function notAnAddress(given: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected an e-mail address for --to, came \`${given}\`.`,
    nextAction: 'Write for example --to me@contoso.example.',
  })
}
