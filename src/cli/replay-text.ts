import type { Calendar } from '../workflow/proofs/simulate.ts'
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
      totals(found).map(({ what, before, after }) => [what, String(before), String(after)]),
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
    totals: Object.fromEntries(totals(found).map(({ key, before, after }) => [key, { before, after }])),
    inquiries: found.map(comparison => {
      const { leadId, inquiry, before, after } = comparison
      return {
        inquiry: inquiry.id,
        lead: leadId,
        at: isoUtc(inquiry.at),
        action: inquiry.action,
        offer: inquiry.offer,
        changed: isChanged(comparison),
        before: { ...before, mails: mailsIn(before.calendar), calendar: calendarJson(before.calendar) },
        after: {
          answer: after.answer,
          workflow: after.workflow,
          because: after.because,
          qualifies: after.qualifies,
          mails: mailsIn(after.calendar),
          calendar: calendarJson(after.calendar),
        },
      }
    }),
  }
}

function totals(found: Comparison[]): { key: string; what: string; before: number; after: number }[] {
  const count = (is: (comparison: Comparison) => boolean) => found.filter(is).length
  const mails = (calendar: (comparison: Comparison) => Calendar | null) =>
    found.reduce((sum, comparison) => sum + mailsIn(calendar(comparison)), 0)
  return [
    {
      key: 'started',
      what: 'start a workflow',
      before: count(({ before }) => before.workflow !== null),
      after: count(({ after }) => after.calendar !== null),
    },
    {
      key: 'unrouted',
      what: 'find no workflow',
      before: count(({ before }) => before.unrouted),
      after: count(({ after }) => after.answer === 'unrouted'),
    },
    {
      key: 'mails',
      what: 'mails, when silent',
      before: mails(({ before }) => before.calendar),
      after: mails(({ after }) => after.calendar),
    },
    {
      key: 'qualified',
      what: 'qualify',
      before: count(({ before }) => before.qualified),
      after: count(({ after }) => after.qualifies),
    },
  ]
}

function changesTable(changed: Comparison[], zone: string): string {
  const rows = changed.map(({ leadId, inquiry, before, after }) => [
    momentWords(inquiry.at, zone),
    inquiry.action || '–',
    inquiry.offer,
    `${before.workflow ?? (before.unrouted ? 'unrouted' : 'nothing')}, ${counted(mailsIn(before.calendar), 'mail')}`,
    `${after.calendar === null ? after.answer : (after.workflow ?? '')}, ${counted(mailsIn(after.calendar), 'mail')}`,
    leadId,
  ])
  return table([`came in (${zone})`, 'action', 'offer', 'then', 'now', 'lead'], rows)
}

function isChanged({ before, after }: Comparison): boolean {
  return signature(before.calendar) !== signature(after.calendar) || before.unrouted !== (after.answer === 'unrouted')
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
