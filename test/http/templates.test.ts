import { describe, expect, it } from 'vitest'
import type { TemplatePreviews } from '../../src/http/deps.ts'
import { createTestApp } from '../support/http-app.ts'
import { sampleMail } from '../support/sample-mail.ts'

const WELCOME = {
  name: 'asked/welcome',
  subject: 'Welcome to {{offer.title}}',
  kind: 'nurture' as const,
  languages: ['cs'],
}

function previews(problems: string[] = []): TemplatePreviews {
  return {
    list: async () => ({ templates: [WELCOME], problems }),
    preview: async (name, language) => ({
      template: WELCOME,
      subject: `Welcome in ${language ?? 'English'} by ${name}`,
      mail: sampleMail(),
    }),
  }
}

async function look(path: string, problems?: string[]) {
  const { signIn } = createTestApp({ deps: { templates: previews(problems) } })
  return (await (await signIn()).get(path)).text()
}

describe('the templates in the dashboard', () => {
  it('are listed with their subject, whom they are for and their languages', async () => {
    const page = await look('/templates')
    expect(page).toContain('href="/templates/asked/welcome"')
    expect(page).toContain('Welcome to {{offer.title}}')
    expect(page).toContain('cs')
    expect(page).not.toContain('To mend')
  })

  it('come with what is wrong in their files', async () => {
    expect(await look('/templates', ['templates/asked/last.hbs:3:1 TEND-T010 <b>'])).toContain('TEND-T010 &lt;b&gt;')
  })

  it('show the mail that a lead would get, in each language, as it looks and with its headers', async () => {
    const page = await look('/templates/asked/welcome?lang=cs')
    expect(page).toContain('Welcome in cs by asked/welcome')
    expect(page).toContain('sandbox')
    expect(page).toContain('href="/templates/asked/welcome?lang=cs&amp;view=headers"')
    expect(await look('/templates/asked/welcome?view=headers')).toContain('List-Unsubscribe-Post')
  })
})
