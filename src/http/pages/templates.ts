import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { HttpEnv, TemplateEntry } from '../deps.ts'
import type { PageKit } from './kit.ts'
import { page } from './layout.ts'
import { mailViews } from './mail-views.ts'
import { card, linkTo, type Markup, nothing, table, tabs } from './parts.ts'

/** The templates as the files are now, each as the mail that a made-up lead would get. A reload shows what was just saved. */
export function addTemplates(pages: Hono<HttpEnv>, kit: PageKit): void {
  pages.get('/templates', async c => {
    const { templates, problems } = await kit.templates.list()
    const content = html`<h1>Templates</h1>
      <p class="lede">As the files are now. A mail already written keeps the words it has.</p>
      ${problems.length === 0 ? null : card('To mend', html`<ul>${problems.map(line => html`<li><code>${line}</code></li>`)}</ul>`, problems.length)}
      <section class="card">${templates.length === 0 ? nothing('There are no templates yet: write one into the templates folder.') : templateTable(templates)}</section>`
    return c.html(page(kit.frame(c, '/templates'), 'Templates', content))
  })
  pages.get('/templates/:name{.+}', async c => {
    const name = c.req.param('name')
    const language = c.req.query('lang') ?? null
    const { template, subject, mail } = await kit.templates.preview(name, language)
    const href = `/templates/${name}`
    const content = html`<h1>${subject}</h1>
      <p class="lede">${html`<code>${name}</code>`}, filled in for a made-up lead. Nothing is sent.</p>
      ${languageTabs(template, href, language)}
      ${await mailViews(c, { mail, href, query: { lang: language ?? undefined }, download: null })}`
    return c.html(page(kit.frame(c, '/templates'), subject, content))
  })
}

function templateTable(templates: TemplateEntry[]): Markup {
  return table(
    [
      { label: 'Template', cell: ({ name }) => html`<a href="/templates/${name}">${name}</a>` },
      { label: 'Subject', cell: ({ subject }) => subject },
      { label: 'For', cell: ({ kind }) => (kind === 'notice' ? 'your own people' : 'leads') },
      { label: 'Languages', cell: ({ languages }) => (languages.length === 0 ? '' : languages.join(', ')) },
    ],
    templates,
  )
}

function languageTabs({ languages }: TemplateEntry, href: string, current: string | null): Markup | null {
  if (languages.length === 0) return null
  const words = [null, ...languages]
  return tabs(
    'Language',
    words.map(word => ({
      label: word ?? 'without a language',
      href: linkTo(href, { lang: word ?? undefined }),
      isCurrent: word === current,
    })),
  )
}
