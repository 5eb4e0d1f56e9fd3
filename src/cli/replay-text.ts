import type { Calendar } from '../workflow/simulate.ts'
import { isoUtc, momentWords } from './moments.ts'
import { counted } from './print.ts'
import type { Comparison } from './replay-store.ts'
import { table } from './table.ts'

/** The comparison as a person reads it: totals first, then every inquiry for which something changes. */
export function replayWords(found: Comparison[], { from, zone }: { from: number; zone: string }): string[] {
  const since = momentWords(from, zone)
  if (found.length === 0) return [`No inquiry came in since ${since}.`]
  const changed = found.filter(isChanged)
  return [
    `${counted(found.length, 'inquiry', 'inquiries')} since ${since}, replayed with leads that stay silent. Nothing was sent or written.`,
    '',
    table(
      ['', 'then', 'now'],
      totals(found).map(({ what, then, now }) => [what, String(then), String(now)]),
    ),
    '',
    changed.length === 0
      ? 'Every inquiry would get the same mails at the same times.'
      : `${counted(changed.length, 'inquiry', 'inquiries')} would go otherwise:`,
    ...(changed.length === 0 ? [] : [changesTable(changed, zone)]),
  ]
}

/** The same as data, with both calendars of every inquiry. */
export function replayJson(found: Comparison[], from: number): object {
  return {
    since: isoUtc(from),
    totals: Object.fromEntries(totals(found).map(({ key, then, now }) => [key, { then, now }])),
    inquiries: found.map(comparison => {
      const { leadId, inquiry, then, now } = comparison
      return {
        inquiry: inquiry.id,
        lead: leadId,
        at: isoUtc(inquiry.at),
        action: inquiry.action,
        offer: inquiry.offer,
        changed: isChanged(comparison),
        then: { ...then, mails: mailsIn(then.calendar), calendar: calendarJson(then.calendar) },
        now: {
          answer: now.answer,
          workflow: now.workflow,
          because: now.because,
          qualifies: now.qualifies,
          mails: mailsIn(now.calendar),
          calendar: calendarJson(now.calendar),
        },
      }
    }),
  }
}

function totals(found: Comparison[]): { key: string; what: string; then: number; now: number }[] {
  const count = (is: (comparison: Comparison) => boolean) => found.filter(is).length
  const mails = (calendar: (comparison: Comparison) => Calendar | null) =>
    found.reduce((sum, comparison) => sum + mailsIn(calendar(comparison)), 0)
  return [
    {
      key: 'started',
      what: 'start a workflow',
      then: count(({ then }) => then.workflow !== null),
      now: count(({ now }) => now.calendar !== null),
    },
    {
      key: 'unrouted',
      what: 'find no workflow',
      then: count(({ then }) => then.unrouted),
      now: count(({ now }) => now.answer === 'unrouted'),
    },
    {
      key: 'mails',
      what: 'mails, when silent',
      then: mails(({ then }) => then.calendar),
      now: mails(({ now }) => now.calendar),
    },
    {
      key: 'qualified',
      what: 'qualify',
      then: count(({ then }) => then.qualified),
      now: count(({ now }) => now.qualifies),
    },
  ]
}

function changesTable(changed: Comparison[], zone: string): string {
  const rows = changed.map(({ leadId, inquiry, then, now }) => [
    momentWords(inquiry.at, zone),
    inquiry.action || '–',
    inquiry.offer,
    `${then.workflow ?? (then.unrouted ? 'unrouted' : 'nothing')}, ${counted(mailsIn(then.calendar), 'mail')}`,
    `${now.calendar === null ? now.answer : (now.workflow ?? '')}, ${counted(mailsIn(now.calendar), 'mail')}`,
    leadId,
  ])
  return table([`came in (${zone})`, 'action', 'offer', 'then', 'now', 'lead'], rows)
}

function isChanged({ then, now }: Comparison): boolean {
  return signature(then.calendar) !== signature(now.calendar) || then.unrouted !== (now.answer === 'unrouted')
}

function signature(calendar: Calendar | null): string {
  if (calendar === null) return 'nothing'
  return JSON.stringify([calendar.workflow, calendar.entries.map(({ at, kind, template }) => [at, kind, template])])
}

function mailsIn(calendar: Calendar | null): number {
  return calendar?.entries.filter(({ kind }) => kind === 'send').length ?? 0
}

function calendarJson(calendar: Calendar | null): object | null {
  if (calendar === null) return null
  const { entries, end } = calendar
  return {
    entries: entries.map(({ at, step, kind, template, because }) => ({
      at: isoUtc(at),
      step,
      kind,
      template,
      because,
    })),
    end: { ...end, at: isoUtc(end.at) },
  }
}
