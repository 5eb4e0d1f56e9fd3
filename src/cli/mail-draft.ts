import { TendError } from '../domain/errors.ts'
import type { ApiLead } from '../domain/inquiry/api-lead.ts'
import type { NoticeContext, NurtureContext } from '../domain/mail/mail-context.ts'
import { sampleNoticeContext } from '../email/templates/sample-context.ts'
import { nurtureContext } from '../engine/merge-contexts.ts'
import { systemClock } from '../system-clock.ts'
import { hintFor } from '../workflow/language/nearest.ts'
import { pickTemplate } from '../workflow/planner/pick-template.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'
import { SAMPLE_LINK } from './calendar.ts'
import type { Project } from './project.ts'
import { sampleLead } from './sample-lead.ts'
import { unstoredLead } from './unstored-lead.ts'

/** A template with the data of one lead, as the composer takes it. */
export interface MailDraft {
  template: CompiledTemplate
  context: NurtureContext | NoticeContext
  unsubscribeUrl: string | null
  /** Tags for its links. */
  utm: Record<string, string>
  /** Whom it would go to. */
  to: { name: string | null; address: string }
}

/**
 * The mail that a lead would get from this template; without a lead, one that the template's workflow is for.
 * Throws `wrong-use` for an unknown template or language, and `bad-template` with the problems of a broken one.
 */
export function draftMail(
  project: Project,
  wanted: { name: string; body: ApiLead | undefined; language: string | undefined },
): MailDraft {
  const { settings } = project
  const body = wanted.body ?? sampleLead(settings, matcherOf(project, wanted.name))
  const { lead, inquiry } = unstoredLead(body, settings, systemClock.now())
  const template = findTemplate(project, {
    ...wanted,
    lead: { language: wanted.language ?? null, country: lead.country },
  })
  const to = { name: lead.firstName, address: lead.email ?? 'nobody@example.com' }
  if (template.kind === 'notice') return { template, context: notice(project), unsubscribeUrl: null, utm: {}, to }
  const context = {
    ...nurtureContext(lead, inquiry, { settings, language: template.language }),
    unsubscribeUrl: SAMPLE_LINK,
  }
  return { template, context, unsubscribeUrl: SAMPLE_LINK, utm: settings.links.utm, to }
}

function notice({ settings }: Project): NoticeContext {
  return { ...sampleNoticeContext(), publisher: { name: settings.publisher.name } }
}

function matcherOf({ definitions }: Project, name: string) {
  const uses = ({ templates }: { templates: Record<string, CompiledTemplate> }) =>
    Object.values(templates).some(template => template.name === name)
  return definitions.versions.find(uses)?.program.for
}

interface Wanted {
  name: string
  body: ApiLead | undefined
  language: string | undefined
  lead: { language: string | null; country: string | null }
}

/** A made-up lead is no reason for a language: whoever names a file wants to see that file. */
function ownOrPicked(templates: Record<string, CompiledTemplate>, { name, body, lead }: Wanted) {
  return (body === undefined ? templates[name] : undefined) ?? pickTemplate(templates, name, lead)
}

function findTemplate({ definitions }: Project, wanted: Wanted): CompiledTemplate {
  const { templates, problems } = definitions
  const { name, language } = wanted
  const found = language === undefined ? ownOrPicked(templates, wanted) : templates[`${name}.${language}`]
  if (found) return found
  const broken = problems.filter(({ file, severity }) => severity === 'error' && file.includes(`${name}.`))
  if (broken.length > 0) throw brokenTemplate(name, broken)
  if (templates[name] !== undefined) throw noSuchLanguage(name, language ?? '', templates)
  const names = [...new Set(Object.values(templates).map(template => template.name))]
  throw new TendError({
    code: 'wrong-use',
    message: `There is no template \`${name}\`.`,
    nextAction: hintFor(name, names, 'There are no templates yet: write one into the templates folder.'),
  })
}

function brokenTemplate(name: string, problems: Project['definitions']['problems']): TendError {
  const lines = problems.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`)
  return new TendError({
    code: 'bad-template',
    message: [`The template ${name} cannot be used:`, ...lines].join('\n'),
    nextAction: 'Mend what is named above; `tend check` looks at all files.',
  })
}

function noSuchLanguage(name: string, language: string, templates: Record<string, CompiledTemplate>): TendError {
  const known = Object.values(templates).flatMap(template => (template.name === name ? (template.language ?? []) : []))
  return new TendError({
    code: 'wrong-use',
    message: `The template ${name} has no variant in the language \`${language}\`.`,
    nextAction: known.length === 0 ? `Write one: ${name}.${language}.hbs.` : `Known languages: ${known.join(', ')}.`,
  })
}
