import { describe, expect, it } from 'vitest'
import {
  type ContactFacts,
  endOfSilence,
  isInForce,
  mayContact,
  mayEverContact,
  type SentMail,
} from '../../src/domain/contact-policy.ts'
import type { Suppression } from '../../src/domain/suppression.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const LIMITS = { gapMs: 20 * HOUR_MS, per30Days: 5, ceilingPerDay: 4 }

function suppression(changes: Partial<Suppression>): Suppression {
  return {
    id: 'sup_1',
    scope: 'address',
    key: 'key-of-eva',
    label: null,
    leadId: 'lead_1',
    reason: 'person',
    because: 'asked by phone',
    by: 'person',
    createdAt: 0,
    until: null,
    liftedAt: null,
    liftedBecause: null,
    offer: null,
    ...changes,
  }
}

function mailsAgo(...agoMs: number[]): SentMail[] {
  return agoMs.map(ago => ({ at: NOON - ago, template: 'story/welcome', enrollmentId: 'enr_0' }))
}

function facts(changes: Partial<ContactFacts> = {}): ContactFacts {
  const lead = { status: 'open', email: 'eva@example.com' } as const
  return { lead, suppressions: [], mails: [], limits: LIMITS, offer: null, first: false, ...changes }
}

function ask(changes: Partial<ContactFacts> = {}) {
  return mayContact(facts(changes), NOON)
}

describe('may we write to this lead now?', () => {
  it('minds a suppression about one offer for mail about that offer only', () => {
    const suppressions = [suppression({ offer: 'contoso.analytics', until: null })]
    expect(ask({ suppressions, offer: 'contoso.analytics' })).toMatchObject({ may: 'never', refusal: 'suppressed' })
    expect(ask({ suppressions, offer: 'contoso.planner' })).toEqual({ may: 'yes' })
    expect(ask({ suppressions, offer: null })).toEqual({ may: 'yes' })
  })

  it('yes, when nothing speaks against it', () => {
    expect(ask()).toEqual({ may: 'yes' })
    expect(mayEverContact(facts(), NOON)).toEqual({ may: 'yes' })
    expect(ask({ lead: { status: 'qualified', email: 'eva@example.com' } })).toEqual({ may: 'yes' })
  })

  it('never, to a lead that was erased, disqualified or is do-not-contact', () => {
    for (const status of ['erased', 'disqualified', 'do-not-contact'] as const) {
      expect(ask({ lead: { status, email: 'eva@example.com' } })).toMatchObject({ may: 'never', refusal: status })
    }
  })

  it('never, without an address, and never where a limit is zero', () => {
    expect(ask({ lead: { status: 'open', email: null } })).toMatchObject({ refusal: 'no-address' })
    expect(ask({ limits: { ...LIMITS, per30Days: 0 } })).toMatchObject({ may: 'never', refusal: 'limit-zero' })
    expect(ask({ limits: { ...LIMITS, ceilingPerDay: 0 } })).toMatchObject({ may: 'never', refusal: 'limit-zero' })
  })

  it('says the standing refusal before the budget', () => {
    const used = mailsAgo(HOUR_MS)
    expect(ask({ lead: { status: 'erased', email: null }, mails: used })).toMatchObject({ refusal: 'erased' })
    expect(mayEverContact(facts({ lead: { status: 'open', email: null } }), NOON)).toMatchObject({
      because: 'no address',
    })
  })
})

describe('a suppression', () => {
  it('without an end says never, with its reason, even beside one that ends', () => {
    const snooze = suppression({ until: NOON + DAY_MS, because: 'on holiday' })
    const lasting = suppression({ because: 'unsubscribed' })
    const expected = { may: 'never', refusal: 'suppressed', because: 'suppressed: unsubscribed' }
    expect(ask({ suppressions: [snooze, lasting] })).toEqual(expected)
    expect(ask({ suppressions: [lasting, snooze] })).toEqual(expected)
    expect(ask({ suppressions: [lasting, suppression({ because: 'a complaint' })] })).toEqual(expected)
  })

  it('with an end says later: until the last of them ends, and why that one', () => {
    const week = suppression({ until: NOON + 7 * DAY_MS, because: 'on holiday' })
    const day = suppression({ until: NOON + DAY_MS, because: 'asked for a day' })
    const expected = {
      may: 'later',
      delay: 'snooze',
      until: NOON + 7 * DAY_MS,
      because: 'suppressed for a time: on holiday',
    }
    expect(ask({ suppressions: [day, week] })).toEqual(expected)
    expect(ask({ suppressions: [week, day] })).toEqual(expected)
  })

  it('that was lifted or has ended does not count, from the very moment of its end', () => {
    expect(ask({ suppressions: [suppression({ liftedAt: NOON - 1 }), suppression({ until: NOON })] })).toEqual({
      may: 'yes',
    })
    expect(isInForce(suppression({ until: NOON }), NOON - 1)).toBe(true)
    expect(isInForce(suppression({ until: NOON }), NOON)).toBe(false)
    expect(isInForce(suppression({ until: NOON + 1, liftedAt: NOON }), NOON)).toBe(false)
  })

  it('end when the last of them ends, and never where one holds for ever', () => {
    const ends = (...untils: (number | null)[]) =>
      endOfSilence({ suppressions: untils.map(until => suppression({ until })), offer: null }, NOON)
    expect(ends()).toBe(NOON)
    expect(ends(NOON + 5, NOON + 9, NOON + 7)).toBe(NOON + 9)
    expect(ends(NOON + 5, null)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the budget', () => {
  it('keeps the gap after the last mail, whatever the order in which they are told', () => {
    const mails = mailsAgo(HOUR_MS, 5 * DAY_MS)
    expect(ask({ mails })).toMatchObject({ may: 'later', delay: 'gap', until: NOON + 19 * HOUR_MS })
    expect(ask({ mails: mailsAgo(20 * HOUR_MS) })).toEqual({ may: 'yes' })
    expect(ask({ mails, first: true })).toEqual({ may: 'yes' })
  })

  it('of a day is free again a day after the mail that used it up', () => {
    const mails = mailsAgo(23 * HOUR_MS, 10 * HOUR_MS, 5 * HOUR_MS, HOUR_MS)
    const answer = ask({ mails, limits: { ...LIMITS, gapMs: 0 } })
    expect(answer).toMatchObject({ delay: 'ceiling', until: NOON + HOUR_MS })
    expect(answer).toMatchObject({ because: 'the limit of 4 mails in a day is used up' })
    expect(ask({ mails: mailsAgo(DAY_MS, 1, 2, 3), limits: { ...LIMITS, gapMs: 0 } })).toEqual({ may: 'yes' })
  })

  it('of 30 days counts for a first mail too', () => {
    const mails = mailsAgo(...[29, 20, 15, 10, 5].map(days => days * DAY_MS))
    expect(ask({ mails, first: true })).toMatchObject({
      delay: 'per-30-days',
      until: NOON + DAY_MS,
      because: 'the limit of 5 mails in 30 days is used up',
    })
  })

  it('with more mail than the limit, after it was lowered, waits until enough of it is old', () => {
    const mails = mailsAgo(...[29, 20, 15].map(days => days * DAY_MS))
    expect(ask({ mails, limits: { ...LIMITS, per30Days: 2 } })).toMatchObject({ until: NOON + 10 * DAY_MS })
  })

  it('says the limit that holds longest', () => {
    const mails = mailsAgo(HOUR_MS, 2 * HOUR_MS)
    const day = { gapMs: 20 * HOUR_MS, per30Days: null, ceilingPerDay: 1 }
    expect(ask({ mails, limits: day })).toMatchObject({ delay: 'ceiling', until: NOON + 23 * HOUR_MS })
    expect(ask({ mails, limits: { ...day, gapMs: 48 * HOUR_MS } })).toMatchObject({ delay: 'gap' })
    expect(ask({ mails, limits: { gapMs: 0, per30Days: null, ceilingPerDay: null } })).toEqual({ may: 'yes' })
  })
})
