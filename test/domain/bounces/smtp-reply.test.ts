import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  classifyRefusal,
  isPermanentCode,
  parseSmtpReply,
  type RefusalClass,
  withoutAddresses,
} from '../../../src/domain/bounces/smtp-reply.ts'

function classOf(raw: string, stage = 'RCPT'): RefusalClass {
  const { code, enhanced } = parseSmtpReply(raw)
  return classifyRefusal({ code, enhanced, reply: raw, stage })
}

describe('whose fault a refusal is', () => {
  it.each<[RefusalClass, string]>([
    ['address', '550 5.1.1 The email account that you tried to reach does not exist'],
    ['address', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
    ['address', '550 5.1.2 Bad destination system address'],
    ['address', '550 5.2.1 The email account that you tried to reach is disabled'],
    ['address', '550 User unknown'],
    ['address', '550 No such user here'],
    ['address', '553 sorry, no mailbox here by that name'],
    ['address', '550 5.0.0 User unknown'],
    ['address', '551 recipient does not exist'],
    ['ours', '550 5.1.8 Access denied, bad outbound sender'],
    ['ours', '550 5.7.26 Unauthenticated email is not accepted due to the domain DMARC policy'],
    ['ours', '550 5.7.515 Access denied, sending domain does not meet the required authentication level'],
    ['ours', '550 5.7.1 Relaying denied'],
    ['ours', '535 5.7.8 Username and password not accepted'],
    ['ours', '530 Must issue a STARTTLS command first'],
    ['ours', '550 Sender verify failed: no such user here'],
    ['policy', '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
    ['policy', '554 Your address is on a blocklist'],
    ['policy', '550 5.7.28 Unusual rate of unsolicited mail'],
    ['policy', '550 5.7.350 Remote server returned message detected as spam'],
    ['policy', '552 5.6.0 Headers too large'],
    ['policy', '550 Requested action not taken: mailbox unavailable'],
    ['policy', '554 Transaction failed'],
    ['policy', '550 5.4.1 Recipient address rejected: Access denied'],
    ['full', '552 5.2.2 The email account that you tried to reach is over quota'],
    ['full', '452 4.2.2 Mailbox full'],
    ['full', '552 5.3.4 Message size exceeds fixed limit'],
    ['full', '552 Requested mail action aborted: exceeded storage allocation'],
    ['temporary', '421 4.7.0 [TSS04] Messages temporarily deferred'],
    ['temporary', '450 4.2.0 Greylisted, try again later'],
    ['temporary', '451 5.7.1 odd mixture: the code decides'],
    ['temporary', '452 4.3.1 Insufficient system storage'],
    ['temporary', '503 5.5.1 Bad sequence of commands'],
    ['expired', '550 4.4.7 Message expired'],
    ['expired', '550 5.4.7 Delivery expired'],
  ])('%s: %s', (expected, raw) => {
    expect(classOf(raw)).toBe(expected)
  })

  it('never blames the recipient for what the server says about the sender', () => {
    expect(classOf('550 5.1.1 Unknown sender', 'MAIL')).toBe('ours')
    expect(classOf('550 user unknown', 'MAIL')).toBe('ours')
    expect(classOf('553 Not allowed', 'MAIL')).toBe('ours')
  })

  it('believes a server that looks for the recipient only after the mail', () => {
    expect(classOf('550 5.1.1 No such user', 'dot')).toBe('address')
  })

  it('never suppresses an address on a temporary answer or on words alone with another code', () => {
    const words = fc.constantFrom('user unknown', 'no such user', 'mailbox does not exist', 'blocked', '')
    const enhanced = fc.constantFrom(null, '5.1.1', '4.1.1', '5.7.1', '5.0.0')
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 499 }), enhanced, words, (code, status, reply) => {
        expect(classifyRefusal({ code, enhanced: status, reply, stage: 'RCPT' })).not.toBe('address')
      }),
    )
    expect(classOf('554 user unknown')).toBe('policy')
    expect(classOf('550 5.7.1 user unknown')).toBe('ours')
  })

  it('counts 5yz as permanent, except a session in the wrong state', () => {
    expect([550, 554, 503, 451, 421, 250].map(isPermanentCode)).toEqual([true, true, false, false, false, false])
  })
})

describe('reading an answer', () => {
  it('finds code, enhanced status and words over several lines', () => {
    const raw = '550-5.1.1 The account that you tried to reach\r\n550-5.1.1 does not exist.\r\n550 5.1.1 See the manual'
    expect(parseSmtpReply(raw)).toEqual({
      code: 550,
      enhanced: '5.1.1',
      text: 'The account that you tried to reach does not exist. See the manual',
    })
  })

  it('takes no version number or address for an enhanced status', () => {
    expect(parseSmtpReply('550 192.168.1.1 is not welcome').enhanced).toBeNull()
    expect(parseSmtpReply('550 5.1.1234 odd').enhanced).toBeNull()
    expect(parseSmtpReply('hello')).toEqual({ code: 0, enhanced: null, text: 'hello' })
  })

  it('leaves addresses out', () => {
    const { text } = parseSmtpReply(
      '550 5.1.1 <bob.o\'hara+x@contoso.example>: Recipient "ann@fabrikam.example" rejected',
    )
    expect(text).not.toContain('contoso')
    expect(text).not.toContain('fabrikam')
    expect(text).toContain('rejected')
  })

  it('gives one short line whatever came', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), raw => {
        const text = withoutAddresses(raw)
        expect(text.length).toBeLessThanOrEqual(600)
        expect(text).not.toMatch(/[\r\n]/)
        expect(text).not.toMatch(/[a-z]@[a-z]/)
      }),
    )
  })
})
