import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../../src/email/compose/fill-template.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { sampleNoticeContext, sampleNurtureContext } from '../../../src/email/templates/sample-context.ts'
import type { CompiledTemplate } from '../../../src/workflow/versions/version.ts'
import { SHIPPED } from './template-set.ts'

const { templates, problems } = await compileTemplates(await loadTemplates(SHIPPED))
const all = Object.entries(templates)
const letters = all.filter(([, template]) => template.kind === 'nurture')
const unsubscribeUrl = 'https://tend.contoso.example/u/sample'

function fill(template: CompiledTemplate) {
  return template.kind === 'nurture'
    ? fillTemplate({ template, context: sampleNurtureContext(), unsubscribeUrl })
    : fillTemplate({ template, context: sampleNoticeContext(), unsubscribeUrl: null })
}

function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ')
}

describe('the templates that ship', () => {
  it('have no problem', () => {
    expect(problems).toEqual([])
  })

  it('cover every kind of inquiry', () => {
    expect(all.map(([key]) => key).sort()).toEqual([
      ...['case', 'follow-up', 'last-call', 'value', 'welcome', 'welcome.cs'].map(role => `contact-request/${role}`),
      ...['check-in', 'follow-up', 'last-call', 'tips', 'welcome'].map(role => `installed/${role}`),
      ...['check-in', 'follow-up', 'last-call', 'tips', 'welcome'].map(role => `portal-purchase/${role}`),
      ...['call-task', 'escalation', 'notice'].map(role => `team/${role}`),
      ...['extend', 'follow-up', 'last-call', 'results', 'welcome'].map(role => `test-drive/${role}`),
      ...['follow-up', 'last-call', 'welcome'].map(role => `unknown-action/${role}`),
    ])
  })

  it.each(all)('%s has a short subject, a preheader and no rest of a template', (_, template) => {
    const { subject, html, text } = fill(template)
    expect(subject.length).toBeGreaterThan(10)
    expect(subject.length).toBeLessThanOrEqual(78)
    expect(template.preheader).not.toBe('')
    expect(subject + html + text).not.toMatch(/\{\{|\}\}|undefined|tendm|tendslot|tendline/)
    expect(html).not.toMatch(/ (href|src)=""/)
  })

  it.each(all)('%s loads nothing from elsewhere', (_, template) => {
    expect(template.html).not.toMatch(/<img|<link|@import|url\(|<script/)
    expect(Buffer.byteLength(template.html)).toBeLessThan(30_000)
  })

  it.each(letters)('%s is short and fulfils its duties in both parts', (_, template) => {
    const { html, text } = fill(template)
    expect(text.split(/\s+/).length).toBeLessThan(240)
    for (const part of [html, unwrapped(text)]) {
      expect(part).toContain('1 Main Street, Prague')
      expect(part).toContain('https://contoso.example/privacy')
      expect(part).toContain(unsubscribeUrl)
      expect(part).toContain('Microsoft AppSource')
      expect(part).toContain('3 March 2026')
    }
  })

  it.each(letters.filter(([key]) => /\/welcome/.test(key)))('%s asks for a call', (_, template) => {
    const { html, text } = fill(template)
    expect(html).toContain('href="https://contoso.example/call"')
    expect(text).toContain('https://contoso.example/call')
  })

  it.each(letters)('%s reads well without a name, a company and a booking link', (_, template) => {
    const context = sampleNurtureContext()
    context.lead = { firstName: '', lastName: '', company: '', title: '', country: '' }
    context.publisher.bookingUrl = ''
    const { html, text } = fillTemplate({ template, context, unsubscribeUrl })
    expect(text).not.toMatch(/ [,.?!]|\(\)| {2,}at |\n{3}/)
    expect(html).not.toContain('href=""')
  })

  it.each(all.filter(([, template]) => template.kind === 'notice'))(
    '%s has everything a seller needs',
    (_, template) => {
      const { text } = fill(template)
      const needed = [
        ...[
          'Eva Novák',
          'Head of Finance',
          'Fabrikam',
          'Czechia',
          'Tue 10:40',
          'eva.novak@fabrikam.example',
          '+420 601 234 567',
        ],
        ...[
          'started a test drive',
          'asked to be contacted',
          'What do you make of it?',
          'Score 75',
          '+40 asked to be contacted',
        ],
        ...[
          'Can it read our',
          'https://tend.contoso.example/leads/sample',
          // Only what somebody has to answer has a time to do it by.
          ...(template.name === 'team/notice' ? [] : ['Tue 3 March, 14:40']),
          'Replied to the follow-up',
        ],
      ]
      for (const words of needed) expect(unwrapped(text)).toContain(words)
    },
  )
})
