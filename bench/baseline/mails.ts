import { compileTemplateText } from '../../src/email/templates/template-language.ts'
import type { CompiledTemplate } from '../../src/workflow/versions/version.ts'
import type { leads } from './leads-table.ts'

/** A template as it comes out of Markdown and MJML: three Handlebars texts. */
export type MailTemplate = Pick<CompiledTemplate, 'subject' | 'html' | 'text'>

type Lead = typeof leads.$inferSelect

const PUBLISHER = {
  name: 'Contoso',
  postalAddress: '1 Main Street, Prague',
  privacyUrl: 'https://contoso.example/privacy',
  bookingUrl: 'https://contoso.example/call',
}
const SENDER = { name: 'Jana at Contoso', email: 'jana@contoso.example' }

/** Composes the mails of the baseline: the templates are compiled once. */
export function createMails({ welcome, followUp }: { welcome: MailTemplate; followUp: MailTemplate | null }) {
  const texts = { welcome: compiled(welcome), 'follow-up': compiled(followUp ?? welcome) }
  return {
    compose(name: string, lead: Lead) {
      const { subject, html, text } = name === 'welcome' ? texts.welcome : texts['follow-up']
      const unsubscribeUrl = `https://contoso.example/unsubscribe/${lead.id}`
      const values = valuesOf(lead, unsubscribeUrl)
      return {
        from: { name: SENDER.name, address: SENDER.email },
        to: { name: `${lead.firstName} ${lead.lastName}`, address: lead.email },
        subject: subject(values),
        html: html(values),
        text: text(values),
        headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      }
    },
  }
}

function compiled({ subject, html, text }: MailTemplate) {
  return {
    subject: compileTemplateText(subject, 'text'),
    html: compileTemplateText(html, 'html'),
    text: compileTemplateText(text, 'text'),
  }
}

function valuesOf({ firstName, lastName, company, country, ...lead }: Lead, unsubscribeUrl: string) {
  return {
    lead: { firstName, lastName, company, title: '', country },
    inquiry: { action: lead.actionCode, what: 'got the app', source: 'AppSource', date: new Date().toDateString() },
    offer: { id: lead.leadSource, title: lead.offerTitle },
    publisher: PUBLISHER,
    sender: SENDER,
    unsubscribeUrl,
  }
}
