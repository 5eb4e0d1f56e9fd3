import { expect, it } from 'vitest'
import { feedbackId } from '../../../src/domain/mail/feedback-id.ts'

const id = (parts: Partial<Parameters<typeof feedbackId>[0]>) =>
  feedbackId({ step: 'send-welcome', workflow: 'asked', stream: 'nurture', domain: 'contoso.example', ...parts })

it('names step, workflow, kind of mail and sender', () => {
  expect(id({})).toBe('send-welcome:asked:nurture:contoso-example')
})

it.each([
  [
    { step: 'reply.then.send:x y\r\nBcc: a@b.example' },
    'reply.then.send-x-y-Bcc-a-b.example:asked:nurture:contoso-example',
  ],
  [{ workflow: '' }, 'send-welcome:none:nurture:contoso-example'],
  [{ workflow: 'ž' }, 'send-welcome:none:nurture:contoso-example'],
  [{ step: 's'.repeat(120) }, `${'s'.repeat(60)}:asked:nurture:contoso-example`],
  [{ domain: 'mail.marketing.contoso.example' }, 'send-welcome:asked:nurture:mail-marketing'],
  [{ domain: 'a.b' }, 'send-welcome:asked:nurture:a-b-tend'],
])('keeps to four clean parts, the last of 5 to 15 characters: %o', (parts, expected) => {
  expect(id(parts)).toBe(expected)
})
