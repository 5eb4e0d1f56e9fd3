import type { Command } from 'commander'
import { createComposer } from '../email/compose/compose-mail.ts'
import { fillTemplate } from '../email/compose/fill-template.ts'
import { senderParts } from '../engine/compose-message.ts'
import { systemClock } from '../system-clock.ts'
import { draftMail, type MailDraft } from './mail-draft.ts'
import { print, withFormat } from './print.ts'
import { type Project, readProject } from './project.ts'
import { readLeadFile } from './sample-lead.ts'
import { writeOut } from './write-out.ts'

interface PreviewOptions {
  lead?: string
  lang?: string
  format: 'text' | 'html' | 'eml'
  out?: string
}

export function define(command: Command): void {
  command
    .description('Shows a mail as a lead would read it. Sends nothing.')
    .argument('<template>', 'name of a template, such as test-drive/welcome')
    .option('--lead <file>', 'lead as in the body of POST /api/v1/leads (default: a made-up lead)')
    .option(
      '--lang <language>',
      'the variant in this language (default: the file without one; with --lead, by the country of that lead)',
    )
    .option('--out <file>', 'write it to a file')
  withFormat(command, ['text', 'html', 'eml'])
    .addHelpText('after', '\nExample: tend preview test-drive/welcome --format html --out welcome.html')
    .action(preview)
}

async function preview(name: string, options: PreviewOptions): Promise<void> {
  const project = await readProject()
  const body = options.lead === undefined ? undefined : readLeadFile(options.lead)
  const draft = draftMail(project, { name, body, language: options.lang?.toLowerCase() })
  const shown = SHOW[options.format](draft, project)
  if (options.out === undefined) print(shown.trimEnd())
  else writeOut(options.out, shown)
}

const SHOW: Record<PreviewOptions['format'], (draft: MailDraft, project: Project) => string> = {
  text: asText,
  html: draft => fillTemplate(draft).html,
  eml: (draft, { settings }) => asMail(draft, settings),
}

function asText(draft: MailDraft, { settings }: Project): string {
  const { subject, text } = fillTemplate(draft)
  const { name, email } = settings.publisher.sender
  const { to } = draft
  return [
    `Subject: ${subject}`,
    `From:    ${name} <${email}>`,
    `To:      ${to.name ?? ''} <${to.address}>`,
    '',
    text,
  ].join('\n')
}

function asMail(draft: MailDraft, settings: Project['settings']): string {
  const { mail } = createComposer().compose({
    ...draft,
    ...senderParts(settings),
    messageId: '<preview@tend.example>',
    date: systemClock.now(),
  })
  return Buffer.from(mail.bytes).toString('latin1')
}
