import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import { actionWords, ownActionWords, sourceWords } from '../domain/inquiry/words.ts'
import { greetingName, mergeableName } from '../domain/mail/greeting.ts'
import type { NoticeContext, NurtureContext } from '../domain/mail/mail-context.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { Settings } from '../domain/settings.ts'
import { dayWords, localWords } from '../domain/time/moment-words.ts'
import { zoneOfLead } from '../workflow/planner/lead-zone.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'

/** What a mail to the lead may say, all text, all cleaned at intake. */
export function nurtureContext(
  lead: Lead,
  inquiry: Inquiry,
  { settings, language = null }: { settings: Settings; language?: string | null },
): Omit<NurtureContext, 'unsubscribeUrl'> {
  const { publisher } = settings
  return {
    lead: {
      firstName: greetingName(lead.firstName),
      lastName: mergeableName(lead.lastName, 'last'),
      company: mergeableName(lead.company, 'company'),
      title: lead.title ?? '',
      country: lead.country ?? '',
    },
    inquiry: {
      action: inquiry.action,
      what: ownActionWords(inquiry.action),
      source: sourceWords(inquiry.source),
      date: dayWords(inquiry.at, zoneOfLead(lead, settings), language),
    },
    offer: offerWords(inquiry, settings),
    publisher: {
      name: publisher.name,
      postalAddress: publisher.postalAddress,
      privacyUrl: publisher.privacyUrl,
      bookingUrl: publisher.bookingUrl ?? '',
    },
    sender: { ...publisher.sender },
  }
}

export interface Handover {
  kind: 'escalation' | 'call task' | 'notice'
  team: string
  because: string
  /** Null where nobody has to answer. */
  acceptBy: number | null
  inquiry: Inquiry | null
}

/** What a seller needs on one screen: who, what they did, what was sent, why now. */
export function noticeContext(context: EngineContext, draft: Draft, handover: Handover): NoticeContext {
  const settings = context.settings()
  const { lead, world, now } = draft
  const inquiries = [...world.inquiries, ...draft.inquiries].sort((a, b) => b.at - a.at)
  const inquiry = handover.inquiry ?? inquiries[0]
  const zone = zoneOfLead(lead, settings)
  return {
    lead: {
      name: nameOf(lead),
      email: lead.email ?? '',
      phone: lead.phone ?? '',
      company: lead.company ?? '',
      title: lead.title ?? '',
      country: lead.country ?? lead.countryRaw ?? '',
      localTime: `${localWords(now, zone)} (${zone})`,
      score: lead.score,
      status: lead.status,
      url: `${context.publicUrl()}/leads/${lead.id}`,
    },
    escalation: {
      because: handover.because,
      team: handover.team,
      acceptBy: handover.acceptBy === null ? '' : `${localWords(handover.acceptBy, settings.zone)} (${settings.zone})`,
      kind: handover.kind,
    },
    offer: inquiry === undefined ? { id: '', title: '' } : offerWords(inquiry, settings),
    note: inquiries.find(({ note }) => note !== null)?.note ?? '',
    inquiries: inquiries.map(one => ({
      date: localWords(one.at, zone),
      what: actionWords(one.action),
      offer: offerWords(one, settings).title,
      source: sourceWords(one.source),
      note: one.note ?? '',
    })),
    mails: mailWords(draft, zone),
    scores: [...world.scores, ...draft.scores].map(({ points, because }) => ({ points: signed(points), because })),
    publisher: { name: settings.publisher.name },
  }
}

/** The offer as the settings name it, else as it came; an endpoint's id says nothing to anybody, so the publisher stands in. */
export function offerWords(
  inquiry: Pick<Inquiry, 'offer' | 'offerTitle' | 'endpointId'>,
  settings: Settings,
): { id: string; title: string } {
  const nameless = inquiry.offer === inquiry.endpointId || inquiry.offer === 'unknown'
  const asItCame = inquiry.offerTitle ?? (nameless ? settings.publisher.name : inquiry.offer)
  const title = settings.offers[inquiry.offer]?.title ?? asItCame
  return { id: inquiry.offer, title }
}

function mailWords(draft: Draft, zone: string): NoticeContext['mails'] {
  return draft.world.messages
    .filter(({ kind }) => kind === 'nurture')
    .map(message => ({
      date: localWords(message.gateAt ?? message.createdAt, zone),
      subject: message.subject ?? message.template ?? '',
      status: message.reason === null ? message.status : `${message.status}: ${message.reason}`,
    }))
}

function nameOf(lead: Lead): string {
  return [lead.firstName, lead.lastName].filter(Boolean).join(' ') || lead.email || 'Unknown name'
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : `+${points}`
}
