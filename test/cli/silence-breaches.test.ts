import { describe, expect, it } from 'vitest'
import { findBreaches, type SilenceFacts } from '../../src/cli/silence-breaches.ts'
import { event, type NewEvent, type TimelineEvent } from '../../src/domain/event.ts'
import { DAY, messageRow, NOON, suppressionRow } from '../support/engine-rows.ts'

const leadId = 'lead-1'

function timeline(...events: NewEvent[]): TimelineEvent[] {
  return events.map((happened, index) => ({ ...happened, id: `event-${index}`, leadId, seq: index + 1 }))
}

function breachesOf(facts: Partial<SilenceFacts>): string[] {
  const messages = [messageRow({ id: 'mail', leadId, gateAt: NOON })]
  const { breaches } = findBreaches({
    lead: { id: leadId },
    messages,
    suppressions: [],
    enrollments: [],
    timeline: [],
    ...facts,
  })
  return breaches.map(({ messageId, wish }) => `${messageId} after ${wish}`)
}

function silenced(at: number): NewEvent {
  return event('do-not-contact', at, { by: 'inquiry', because: 'asked' })
}

describe('mail after a wish for silence', () => {
  it('is found by the timeline alone', () => {
    expect(breachesOf({ timeline: timeline(silenced(NOON - 1)) })).toEqual(['mail after do-not-contact'])
  })

  it('is found by the suppressions alone', () => {
    const { recipientKey } = messageRow({ id: 'mail', leadId })
    const suppression = suppressionRow({
      id: 's',
      scope: 'address',
      key: recipientKey,
      reason: 'unsubscribed',
      createdAt: NOON - DAY,
      liftedAt: null,
      until: null,
    })
    expect(breachesOf({ suppressions: [suppression] })).toEqual(['mail after unsubscribed'])
    expect(breachesOf({ suppressions: [{ ...suppression, key: 'of somebody else' }] })).toEqual([])
  })

  it('is found in a row that was made one of a mail that left', () => {
    const row = messageRow({ id: 'mail', leadId, status: 'sent', gateAt: null, settledAt: NOON })
    expect(breachesOf({ messages: [row], timeline: timeline(silenced(NOON - 1)) })).toEqual([
      'mail after do-not-contact',
    ])
  })

  it('is none when it left before, or after the wish was lifted', () => {
    const allowed = event('contact-allowed', NOON - 1, { by: 'Sam', because: 'called' })
    expect(breachesOf({ timeline: timeline(silenced(NOON + 1)) })).toEqual([])
    expect(breachesOf({ timeline: timeline(silenced(NOON - DAY), allowed) })).toEqual([])
    expect(breachesOf({ timeline: timeline(silenced(NOON - DAY), allowed, silenced(NOON - 1)) })).toHaveLength(1)
  })

  it('is found after an offer was declined, in mail about that offer only', () => {
    const message = messageRow({ id: 'mail', leadId, gateAt: NOON })
    const declined = suppressionRow({
      id: 's',
      scope: 'address',
      key: message.recipientKey,
      reason: 'offer-declined',
      offer: 'contoso.analytics',
      createdAt: NOON - DAY,
      liftedAt: null,
      until: null,
    })
    const about = (offer: string) => [{ id: message.enrollmentId ?? '', offer }]
    expect(breachesOf({ suppressions: [declined], enrollments: about('contoso.analytics') })).toHaveLength(1)
    expect(breachesOf({ suppressions: [declined], enrollments: about('contoso.planner') })).toEqual([])
  })

  it('is found after somebody silenced the person on their behalf, by hand or from a file of opt-outs', () => {
    const { recipientKey } = messageRow({ id: 'mail', leadId })
    const by = { scope: 'address', key: recipientKey, reason: 'person', until: null } as const
    const suppression = suppressionRow({ id: 's', ...by, createdAt: NOON - DAY, liftedAt: null })
    expect(breachesOf({ suppressions: [suppression] })).toEqual(['mail after person'])
    expect(breachesOf({ suppressions: [{ ...suppression, liftedAt: NOON - 1 }] })).toEqual([])
  })

  it('is found during a pause that the person asked for, and none after it', () => {
    const pause = { scope: 'address', reason: 'snoozed', because: '', by: 'recipient', suppressionId: 's' } as const
    const told = (until: number) => timeline(event('suppressed', NOON - DAY, { ...pause, until }))
    expect(breachesOf({ timeline: told(NOON + 1) })).toEqual(['mail after snoozed'])
    expect(breachesOf({ timeline: told(NOON) })).toEqual([])
  })

  it('is found after an erasure, which nothing lifts', () => {
    const allowed = event('contact-allowed', NOON - 1, { by: 'Sam', because: 'called' })
    expect(breachesOf({ timeline: timeline(event('erased', NOON - 2, { by: 'Sam' }), allowed) })).toEqual([
      'mail after erased',
    ])
  })

  it('is none when no bytes left, when it went to the team, or when only an address bounced', () => {
    const dnc = timeline(silenced(NOON - DAY))
    expect(
      breachesOf({ timeline: dnc, messages: [messageRow({ id: 'm', leadId, status: 'suppressed', gateAt: null })] }),
    ).toEqual([])
    expect(
      breachesOf({ timeline: dnc, messages: [messageRow({ id: 'm', leadId, gateAt: NOON, kind: 'notice' })] }),
    ).toEqual([])
    const bounce = suppressionRow({
      id: 's',
      scope: 'lead',
      key: leadId,
      reason: 'hard-bounce',
      createdAt: NOON - DAY,
      liftedAt: null,
      until: null,
    })
    expect(breachesOf({ suppressions: [bounce] })).toEqual([])
  })

  it('is none by a phone that became known only later', () => {
    const others = suppressionRow({
      id: 's',
      scope: 'phone',
      key: 'phone',
      leadId: 'lead-2',
      reason: 'do-not-contact',
      createdAt: NOON - DAY,
      liftedAt: null,
      until: null,
    })
    const filled = timeline(event('lead-filled', NOON + 1, { fields: ['phone'] }))
    expect(breachesOf({ suppressions: [others], timeline: filled })).toEqual([])
    expect(breachesOf({ suppressions: [others] })).toEqual(['mail after do-not-contact'])
  })
})
