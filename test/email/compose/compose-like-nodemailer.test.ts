import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import PostalMime from 'postal-mime'
import { expect, it } from 'vitest'
import { createComposer } from '../../../src/email/compose/compose-mail.ts'
import { fillTemplate } from '../../../src/email/compose/fill-template.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { sampleNoticeContext, sampleNurtureContext } from '../../../src/email/templates/sample-context.ts'
import { SHIPPED } from '../templates/template-set.ts'

const { templates } = await compileTemplates(await loadTemplates(SHIPPED))
const composer = createComposer()

/** The same mail, made by nodemailer's own composer from the words and addresses alone. */
function madeByNodemailer(words: { subject: string; html: string; text: string }, head: Record<string, string>) {
  const mail = new MailComposer({
    from: { name: 'Jana Dvořáková', address: 'jana@contoso.example' },
    to: { name: 'Eva Novák', address: 'eva@fabrikam.example' },
    replyTo: 'replies@contoso.example',
    messageId: '<msg-1@contoso.example>',
    date: new Date(Date.UTC(2026, 2, 3, 9, 5, 7)),
    textEncoding: 'quoted-printable',
    headers: head,
    ...words,
  })
  return mail.compile().build()
}

it.each(Object.entries(templates))('%s says what nodemailer would make of the same words', async (_, template) => {
  const isNurture = template.kind === 'nurture'
  const filling = {
    template,
    context: isNurture ? sampleNurtureContext() : sampleNoticeContext(),
    unsubscribeUrl: isNurture ? 'https://tend.contoso.example/u/token' : null,
  }
  const { mail } = composer.compose({
    ...filling,
    from: { name: 'Jana Dvořáková', email: 'jana@contoso.example' },
    replyTo: 'replies@contoso.example',
    to: { name: 'Eva Novák', address: 'eva@fabrikam.example' },
    messageId: '<msg-1@contoso.example>',
    date: Date.UTC(2026, 2, 3, 9, 5, 7),
  })
  const ours = await PostalMime.parse(mail.bytes)
  const listed = ours.headers.filter(({ key }) => /^(list-|auto-submitted)/.test(key))
  const head = Object.fromEntries(listed.map(({ originalKey, value }) => [originalKey, value]))
  const theirs = await PostalMime.parse(await madeByNodemailer(fillTemplate(filling), head))
  const { html, text, subject, from, to, replyTo, messageId, date } = theirs
  expect({ ...ours, headers: namesOf(ours.headers) }).toMatchObject({ subject, from, to, replyTo, messageId, date })
  expect(Buffer.from(ours.html ?? '').equals(Buffer.from(html ?? ''))).toBe(true)
  expect(Buffer.from(ours.text ?? '').equals(Buffer.from(text ?? ''))).toBe(true)
  expect(namesOf(ours.headers)).toEqual(namesOf(theirs.headers))
})

function namesOf(headers: { key: string }[]): string[] {
  return headers.map(({ key }) => key).sort()
}
