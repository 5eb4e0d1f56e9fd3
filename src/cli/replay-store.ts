import type { Enrollment } from '../domain/enrollment.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Settings } from '../domain/settings.ts'
import { HOUR_MS } from '../domain/time/units.ts'
import { sentMails } from '../engine/mail-facts.ts'
import type { LeadWorld, Store } from '../engine/ports.ts'
import { type ReplayedInquiry, replayLead } from '../workflow/proofs/replay.ts'
import { type Calendar, simulate } from '../workflow/proofs/simulate.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import { everyPage } from './every-page.ts'

/** One real inquiry: what it started then, and what it would start now. */
export interface Comparison {
  leadId: string
  inquiry: Inquiry
  before: {
    /** Null when nothing started. */
    workflow: string | null
    unrouted: boolean
    /** Mails that really left. */
    sent: number
    /** The version of then with a lead that stays silent; null when nothing started or the version is gone. */
    calendar: Calendar | null
    /** The lead qualified at any time since the inquiry. */
    qualified: boolean
  }
  after: ReplayedInquiry
}

interface ReplayRequest {
  store: Store
  from: number
  settings: Settings
  versions: WorkflowVersion[]
  onLead(count: number): void
}

/** Replays all inquiries of live leads from a time on, oldest first. Reads only. */
export async function replayStore(request: ReplayRequest): Promise<Comparison[]> {
  const { store, from } = request
  const found: Comparison[] = []
  let count = 0
  for await (const { id, status } of everyPage(page => store.leads.list({ environment: 'live' }, page))) {
    count += 1
    request.onLead(count)
    const world = status === 'erased' ? null : await store.leads.world(id)
    if (world?.inquiries.some(({ at }) => at >= from)) found.push(...(await compare(request, world)))
  }
  return found.sort((a, b) => a.inquiry.at - b.inquiry.at)
}

async function compare({ store, from, settings, versions }: ReplayRequest, world: LeadWorld): Promise<Comparison[]> {
  const { lead, scores } = world
  const inquiries = world.inquiries.filter(({ at }) => at >= from).sort((a, b) => a.at - b.at)
  const ids = new Set(inquiries.map(({ id }) => id))
  const earlier = world.enrollments.filter(({ inquiryId }) => !ids.has(inquiryId))
  const mails = sentMails(world.messages).filter(({ at }) => at < from)
  const replayed = replayLead({ lead, inquiries, earlier, scores, mails }, versions, settings)
  const timeline = await store.leads.timeline(lead.id)
  const unrouted = new Set(timeline.flatMap(entry => (entry.kind === 'inquiry-unrouted' ? [entry.data.inquiryId] : [])))
  const qualifiedAt = timeline.filter(({ kind }) => kind === 'qualified').map(({ at }) => at)
  const results: Comparison[] = []
  for (const [index, inquiry] of inquiries.entries()) {
    const after = replayed[index]
    if (after === undefined) continue
    const ran = await whatRan(world, inquiry, { store, settings })
    const qualified = qualifiedAt.some(at => at >= inquiry.at)
    const before = { ...ran, unrouted: unrouted.has(inquiry.id), qualified }
    results.push({ leadId: lead.id, inquiry, before, after })
  }
  return results
}

async function whatRan(
  world: LeadWorld,
  inquiry: Inquiry,
  { store, settings }: Pick<ReplayRequest, 'store' | 'settings'>,
): Promise<Pick<Comparison['before'], 'workflow' | 'sent' | 'calendar'>> {
  const enrollment = world.enrollments.find(({ inquiryId }) => inquiryId === inquiry.id)
  if (enrollment === undefined) return { workflow: null, sent: 0, calendar: null }
  const { id, workflowId: workflow, startedAt: startAt } = enrollment
  const mails = sentMails(world.messages)
  const sent = mails.filter(({ enrollmentId }) => enrollmentId === id).length
  const version = await store.workflows.version(enrollment.version)
  if (version === null) return { workflow, sent, calendar: null }
  const score = world.scores.filter(({ at }) => at <= inquiry.at).reduce((sum, { points }) => sum + points, 0)
  const lead = { ...world.lead, status: 'open' as const, score }
  const mailsBefore = mails.filter(({ at, enrollmentId }) => at < startAt && enrollmentId !== id)
  const calendar = simulate({ version, lead, inquiry, settings, startAt, persona: 'silent', mailsBefore })
  return { workflow, sent, calendar: upToNextInquiry(calendar, enrollment, world) }
}

/** Both sides of the comparison end where another inquiry of the lead ends them: a take-over, a purchase, a wish for silence. */
function upToNextInquiry(calendar: Calendar, enrollment: Enrollment, { inquiries }: LeadWorld): Calendar {
  const { status, endedAt, endReason, inquiryId } = enrollment
  const others = inquiries.filter(({ id, at }) => id !== inquiryId && at > enrollment.startedAt)
  const ender = others.find(({ at }) => endedAt !== null && endedAt >= at && endedAt < at + HOUR_MS)
  if (status === 'finished' || endedAt === null || ender === undefined) return calendar
  const end = { at: endedAt, status, reason: endReason ?? '' }
  return { ...calendar, entries: calendar.entries.filter(({ at }) => at < endedAt), end }
}
