import { globMatches } from '../language/glob.ts'
import { hintFor, nearest } from '../language/nearest.ts'
import { PROBLEM_KINDS } from '../language/problem-codes.ts'
import type { WorkflowReading } from '../language/read-workflow.ts'
import type { Problem } from '../problem.ts'
import type { TemplateInfo, WorkflowSurroundings } from './surroundings.ts'

/** Reports teams, templates and offers that a workflow names and that are not there. */
export function reportReferences(reading: WorkflowReading, surroundings: WorkflowSurroundings): void {
  const { templates, templateFiles = [], teams, offers } = surroundings
  const names = [...new Set(templates.filter(template => template.kind === 'nurture').map(template => template.name))]
  const notices = new Set(templates.filter(template => template.kind === 'notice').map(template => template.name))
  const { report } = reading
  for (const { kind, name, offset } of reading.references) {
    if (kind === 'team' && !teams.includes(name)) {
      report.add('unknown-team', offset, {
        message: `there is no team \`${name.slice(0, 60)}\``,
        hint: hintFor(name, teams, 'Name a team in `tend.yaml` under `teams`.'),
      })
    }
    if (kind === 'template' && notices.has(name)) {
      report.add('notice-template', offset, {
        message: `\`${name}\` is a notice for your own people`,
        hint: 'Send a template of `kind: nurture`.',
      })
    } else if (kind === 'template' && !names.includes(name)) {
      report.add('unknown-template', offset, missingTemplate(name, [...names, ...templateFiles]))
    }
  }
  for (const { name, offset } of reading.places.offers) reportOffer(reading, offers, { name, offset })
}

function missingTemplate(name: string, known: string[]): { message: string; hint: string } {
  if (known.includes(name))
    return { message: `the template \`${name}\` cannot be used yet`, hint: `Mend \`${name}.hbs\` first.` }
  return { message: `there is no template \`${name.slice(0, 60)}\``, hint: templateHint(name, known) }
}

function templateHint(name: string, names: string[]): string {
  const hint = hintFor(name.replace(/^\/?templates\//, ''), names)
  const last = nearest(name.replace(/^.*\//, ''), names.map(lastPart))
  const alike = names.filter(one => lastPart(one) === last)
  if (!hint.startsWith('Did') && alike.length > 0)
    return `Did you mean ${[...new Set(alike)].map(one => `\`${one}\``).join(', or ')}?`
  return hint.startsWith('Did') ? hint : `Write it as \`${name.slice(0, 60)}.hbs\` in the templates folder.`
}

function lastPart(name: string): string {
  return name.replace(/^.*\//, '')
}

function reportOffer(
  { report }: WorkflowReading,
  offers: string[],
  { name, offset }: { name: string; offset: number },
): void {
  if (name === '*' || offers.some(offer => globMatches(name, offer))) return
  report.add('offer-without-match', offset, {
    message: `no configured offer matches \`${name.slice(0, 60)}\``,
    hint: hintFor(name, offers, 'Name your offers in `tend.yaml` under `offers`.'),
  })
}

/** Warnings for nurture templates that no workflow sends; none while a file cannot be read, since it may send them. */
export function unusedTemplates(readings: WorkflowReading[], templates: TemplateInfo[]): Problem[] {
  if (readings.some(reading => reading.brokenAt !== null)) return []
  const sent = new Set(
    readings.flatMap(reading => reading.references.flatMap(({ kind, name }) => (kind === 'template' ? [name] : []))),
  )
  const { code, severity } = PROBLEM_KINDS['unused-template']
  const unused = templates.filter(template => template.kind === 'nurture' && !sent.has(template.name))
  const firsts = unused.filter((template, index) => unused.findIndex(other => other.name === template.name) === index)
  return firsts.map(({ name, file }) => ({
    code,
    severity,
    file,
    line: 1,
    column: 1,
    message: `no workflow sends the template \`${name}\``,
    hint: 'Send it, or delete the file.',
  }))
}
