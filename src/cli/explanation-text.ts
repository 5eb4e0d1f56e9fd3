import type { ContactAnswer } from '../domain/contact-policy.ts'
import { actionWords, sourceWords } from '../domain/inquiry/words.ts'
import type { Message } from '../domain/mail/message.ts'
import type { Settings } from '../domain/settings.ts'
import type { NextStep, TimelineEntry } from '../engine/engine-api.ts'
import type { LeadWorld } from '../engine/ports.ts'
import { zoneOfLead } from '../workflow/planner/lead-zone.ts'
import { nameOf } from './find-lead.ts'
import { momentWords } from './moments.ts'
import { plainLine, table } from './table.ts'

export interface Explanation {
  world: LeadWorld
  contact: ContactAnswer
  next: NextStep
  timeline: TimelineEntry[]
  settings: Settings
  now: number
  /** The zone of whoever reads. */
  zone: string
}

/** Everything about a lead on one screen, what matters most first. */
export function explanationText(about: Explanation): string {
  const { world, zone } = about
  const sections = [
    ['', headLines(about)],
    ['What happens next', nextLines(about)],
    [`Score ${world.lead.score}`, scoreRows(world, zone)],
    ['What the lead did', inquiryRows(about)],
    ['What was sent', mailRows(world, zone)],
    ['Handed over', handoverRows(world, zone)],
    ['Silence', silenceRows(world, zone)],
    ['Timeline', timelineRows(about)],
  ] as const
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) =>
      title === '' ? lines.join('\n') : `${title}\n${lines.map(line => `  ${line}`).join('\n')}`,
    )
    .join('\n\n')
}

function headLines({ world: { lead }, settings, now, zone }: Explanation): string[] {
  const theirs = zoneOfLead(lead, settings)
  const facts = [lead.company, lead.title, lead.country, lead.phone].filter(fact => fact !== null)
  return [
    plainLine([nameOf(lead), ...facts].join(' · ')),
    [lead.id, lead.status, `${lead.score} points`, lead.environment].join(' · '),
    `There it is ${momentWords(now, theirs)} (${theirs}). Times below are yours: ${zone}.`,
  ]
}

function nextLines({ next, contact, zone }: Explanation): string[] {
  const when = next.at === null ? '' : `${momentWords(next.at, zone)}  `
  return [`${when}${plainLine(next.words)}`, contactWords(contact, zone)]
}

function contactWords(contact: ContactAnswer, zone: string): string {
  switch (contact.may) {
    case 'yes':
      return 'May we write now? Yes.'
    case 'never':
      return `May we write? No: ${contact.because}.`
    case 'later':
      return `May we write now? Not before ${momentWords(contact.until, zone)}: ${contact.because}.`
  }
}

function scoreRows({ scores }: LeadWorld, zone: string): string[] {
  return rows(scores.map(({ points, because, at }) => [signed(points), because, momentWords(at, zone)]))
}

function inquiryRows({ world: { inquiries }, zone }: Explanation): string[] {
  return inquiries.flatMap(({ at, action, offer, source, note }) => {
    const line = `${momentWords(at, zone)}  ${actionWords(action)}: ${offer}, ${sourceWords(source)}`
    return note === null ? [plainLine(line)] : [plainLine(line), `  “${plainLine(note)}”`]
  })
}

function mailRows({ messages }: LeadWorld, zone: string): string[] {
  const nurture = messages.filter(({ kind }) => kind === 'nurture')
  if (nurture.length === 0) return ['Nothing so far.']
  return rows(
    nurture.map(mail => [mailMoment(mail, zone), mail.status, mail.subject ?? mail.template ?? '', mail.reason ?? '']),
  )
}

function mailMoment(mail: Message, zone: string): string {
  return momentWords(mail.gateAt ?? mail.settledAt ?? mail.dueAt ?? mail.createdAt, zone)
}

function handoverRows({ escalations, tasks }: LeadWorld, zone: string): string[] {
  return rows([
    ...escalations.map(({ team, status, because, acceptBy, owner }) => [
      `to ${team}${owner === null ? '' : ` (${owner})`}`,
      status,
      because,
      `by ${momentWords(acceptBy, zone)}`,
    ]),
    ...tasks.map(({ team, status, because, dueBy }) => [
      `call by ${team}`,
      status,
      because,
      `by ${momentWords(dueBy, zone)}`,
    ]),
  ])
}

function silenceRows({ suppressions }: LeadWorld, zone: string): string[] {
  return rows(
    suppressions.map(({ scope, reason, because, createdAt, until, liftedAt }) => [
      momentWords(createdAt, zone),
      scope,
      reason,
      because,
      liftedAt !== null
        ? `lifted ${momentWords(liftedAt, zone)}`
        : until !== null
          ? `until ${momentWords(until, zone)}`
          : '',
    ]),
  )
}

function timelineRows({ timeline, zone }: Explanation): string[] {
  return timeline.map(({ at, words }) => plainLine(`${momentWords(at, zone)}  ${words}`))
}

function rows(cells: string[][]): string[] {
  if (cells.length === 0) return []
  const columns = Math.max(...cells.map(row => row.length))
  return table(
    Array.from({ length: columns }, () => ''),
    cells,
  )
    .split('\n')
    .slice(1)
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : `+${points}`
}
