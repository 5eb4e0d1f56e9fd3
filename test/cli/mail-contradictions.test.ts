import { expect, it } from 'vitest'
import { findContradictions } from '../../src/cli/mail-contradictions.ts'
import { event, type NewEvent } from '../../src/domain/event.ts'
import type { MessageStatus } from '../../src/domain/mail/message.ts'
import { messageRow, NOON } from '../support/engine-rows.ts'

const leadId = 'lead-1'
const messageId = 'mail'
const template = null
const because = 'asked'
const planned = event('mail-planned', NOON, { messageId, enrollmentId: 'e', step: 's', template: 't' })
const sent = event('mail-sent', NOON, { messageId, template, transport: 'smtp' })
const unsure = event('mail-uncertain', NOON, { messageId, template, because })
const suppressed = event('mail-suppressed', NOON, { messageId, template, because })
const resolved = (as: 'sent' | 'resend') => event('mail-resolved', NOON, { messageId, as, by: 'Sam' })

function contradictions(status: MessageStatus | null, ...told: NewEvent[]): string[] {
  const messages = status === null ? [] : [messageRow({ id: messageId, leadId, status })]
  const timeline = told.map((happened, index) => ({ ...happened, id: `event-${index}`, leadId, seq: index + 1 }))
  return findContradictions({ lead: { id: leadId }, messages, timeline }).map(
    ({ row, told: kind }) => `${row} against ${kind}`,
  )
}

it('are none in what the product itself writes', () => {
  expect(contradictions('due', planned)).toEqual([])
  expect(contradictions('data', planned)).toEqual([])
  expect(contradictions('sent', planned, sent)).toEqual([])
  expect(contradictions('uncertain', planned, unsure)).toEqual([])
  expect(contradictions('sent', planned, unsure, resolved('sent'))).toEqual([])
  expect(contradictions('due', planned, unsure, resolved('resend'))).toEqual([])
  expect(contradictions('suppressed', planned, unsure, resolved('resend'), suppressed)).toEqual([])
})

it('are found in a row that was made sent, not sent, or taken away, and in a timeline without its end', () => {
  expect(contradictions('sent', planned, suppressed)).toEqual(['sent against mail-suppressed'])
  expect(contradictions('suppressed', planned, sent)).toEqual(['suppressed against mail-sent'])
  expect(contradictions(null, planned, sent)).toEqual(['null against mail-sent'])
  expect(contradictions('sent')).toEqual(['sent against null'])
})
