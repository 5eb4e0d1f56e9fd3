import { describe, expect, it } from 'vitest'
import { replySubject, threadOf } from '../../../src/domain/mail/mail-thread.ts'
import type { Message, MessageStatus } from '../../../src/domain/mail/message.ts'

function mail(number: number, changes: Partial<Message> = {}): Message {
  const status: MessageStatus = 'sent'
  return {
    kind: 'nurture',
    enrollmentId: 'enr_1',
    status,
    subject: `Mail ${number}`,
    messageId: `<${number}@contoso.example>`,
    ...changes,
  } as Message
}

describe('a thread', () => {
  it('is the mails of the enrollment that left or may have left, under the first subject', () => {
    const mails = [
      mail(1, { status: 'skipped' }),
      mail(2, { enrollmentId: 'enr_2' }),
      mail(3, { kind: 'notice' }),
      mail(4),
      mail(5, { status: 'failed' }),
      mail(6, { status: 'uncertain' }),
      mail(7, { status: 'due' }),
    ]
    expect(threadOf(mails, 'enr_1')).toEqual({
      subject: 'Mail 4',
      references: ['<4@contoso.example>', '<6@contoso.example>'],
    })
  })

  it('is none where nothing left, or where nothing is known of what left', () => {
    expect(threadOf([], 'enr_1')).toBeNull()
    expect(threadOf([mail(1, { status: 'suppressed' })], 'enr_1')).toBeNull()
    expect(threadOf([mail(1, { subject: null })], 'enr_1')).toBeNull()
  })

  it('names ten mails at most: the first and the newest', () => {
    const ids =
      threadOf(
        Array.from({ length: 14 }, (_, index) => mail(index + 1)),
        'enr_1',
      )?.references ?? []
    expect(ids).toEqual([1, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(number => `<${number}@contoso.example>`))
    const ten = Array.from({ length: 10 }, (_, index) => mail(index + 1))
    expect(threadOf(ten, 'enr_1')?.references).toHaveLength(10)
  })

  it('says Re: once', () => {
    expect(replySubject('Hello')).toBe('Re: Hello')
    expect(replySubject('RE: Re:Hello')).toBe('Re: Hello')
    expect(replySubject('Results: yours')).toBe('Re: Results: yours')
  })
})
