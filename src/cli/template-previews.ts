import { createComposer } from '../email/compose/compose-mail.ts'
import { senderParts } from '../engine/compose-message.ts'
import type { TemplateEntry, TemplatePreviews } from '../http/deps.ts'
import { systemClock } from '../system-clock.ts'
import { problemLine } from '../workflow/problem.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'
import { draftMail } from './mail-draft.ts'
import { type Project, readProject } from './project.ts'

/** Reads the files anew for each look, so that whoever writes sees what was just saved. */
export function templatePreviews(): TemplatePreviews {
  return {
    async list() {
      const { definitions } = await readProject()
      const bad = definitions.problems.filter(({ file, severity }) => severity === 'error' && file.endsWith('.hbs'))
      return { templates: entriesOf(definitions.templates), problems: bad.map(problemLine) }
    },
    async preview(name, language) {
      const project = await readProject()
      const draft = draftMail(project, { name, body: undefined, language: language?.toLowerCase() })
      const { subject, mail } = compose(draft, project)
      const template = entriesOf(project.definitions.templates).find(entry => entry.name === name)
      return { template: template ?? entryOf(draft.template, []), subject, mail }
    },
  }
}

function compose(draft: ReturnType<typeof draftMail>, { settings }: Project) {
  // A preview proves nothing about who sent it.
  const parts = { ...senderParts(settings), dkim: null }
  const named = { messageId: '<preview@tend.example>', date: systemClock.now() }
  return createComposer().compose({ ...draft, ...parts, ...named })
}

function entriesOf(templates: Record<string, CompiledTemplate>): TemplateEntry[] {
  const all = Object.values(templates)
  const first = all.filter(({ language }) => language === null)
  return first.map(template => entryOf(template, all)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function entryOf({ name, subject, kind }: CompiledTemplate, all: CompiledTemplate[]): TemplateEntry {
  const languages = all.flatMap(other => (other.name === name ? (other.language ?? []) : []))
  return { name, subject, kind, languages: languages.toSorted() }
}
