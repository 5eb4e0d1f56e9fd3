import { TendError } from '../../domain/errors.ts'
import { replySubject } from '../../domain/mail/mail-thread.ts'
import type { ComposeRequest } from '../../engine/ports.ts'
import type { CompiledTemplate } from '../../workflow/versions/version.ts'
import { compileTemplateText, type Render } from '../templates/template-language.ts'
import { compileEncodedPart } from './encoded-part.ts'
import { cleanSubject } from './mail-header.ts'
import { mergeContext } from './merge-context.ts'
import { quotedPrintable } from './quoted-printable.ts'
import { changesLinks, type Tagging, tagHtmlLinks, tagTextLinks } from './tag-links.ts'
import { wrapText } from './wrap-text.ts'

type Filling = Pick<ComposeRequest, 'template' | 'context' | 'unsubscribeUrl' | 'thread' | 'utm' | 'clickUrl'>

export interface FilledTemplate {
  subject: string
  html: string
  text: string
}

const COMPILE = {
  html: (text: string) => compileTemplateText(text, 'html'),
  text: (text: string) => compileTemplateText(text, 'text'),
  encodedHtml: compileEncodedPart,
}

/** Compiles a text of a template, and keeps what it has compiled. */
export type Renderer = (text: string, target: keyof typeof COMPILE) => Render

/** What a mail says, before it becomes a message; for previews. */
export function fillTemplate(filling: Filling, render = createRenderer(3)): FilledTemplate {
  return fill(filling, render, ({ template, values, tagging }) => ({
    html: tagHtmlLinks(render(template.html, 'html')(values), tagging),
    text: textOf({ template, values, tagging }, render),
  }))
}

/** The same with both parts as they stand in the message, in quoted-printable. */
export function fillEncoded(filling: Filling, render: Renderer): FilledTemplate {
  return fill(filling, render, ({ template, values, tagging }) => ({
    html: changesLinks(tagging)
      ? quotedPrintable(tagHtmlLinks(render(template.html, 'html')(values), tagging))
      : render(template.html, 'encodedHtml')(values),
    text: quotedPrintable(textOf({ template, values, tagging }, render)),
  }))
}

export function createRenderer(limit: number): Renderer {
  const kept = {
    html: new Map<string, Render>(),
    text: new Map<string, Render>(),
    encodedHtml: new Map<string, Render>(),
  }
  return (text, target) => {
    const cache = kept[target]
    const known = cache.get(text)
    if (known !== undefined) return known
    const made = COMPILE[target](text)
    const oldest = cache.size >= limit ? cache.keys().next().value : undefined
    if (oldest !== undefined) cache.delete(oldest)
    cache.set(text, made)
    return made
  }
}

interface Parts {
  template: CompiledTemplate
  values: object
  tagging: Tagging
}

function fill(
  { template, context, unsubscribeUrl, thread = null, utm = {}, clickUrl = null }: Filling,
  render: Renderer,
  partsOf: (parts: Parts) => Pick<FilledTemplate, 'html' | 'text'>,
): FilledTemplate {
  const isNurture = template.kind === 'nurture'
  const tagging = { utm: isNurture ? utm : {}, except: unsubscribeUrl ?? '', clickUrl: isNurture ? clickUrl : null }
  const values = mergeContext(template.kind, unsubscribeUrl === null ? context : { ...context, unsubscribeUrl })
  try {
    const subject = thread === null ? render(template.subject, 'text')(values) : replySubject(thread.subject)
    return { subject: cleanSubject(subject), ...partsOf({ template, values, tagging }) }
  } catch (cause) {
    throw unfillable(template, cause)
  }
}

function textOf({ template, values, tagging }: Parts, render: Renderer): string {
  return `${wrapText(tagTextLinks(render(template.text, 'text')(values), tagging))}\n`
}

// Templates are checked when they are read; one that was stored by an older Tend may read what is no longer there.
function unfillable(template: CompiledTemplate, cause: unknown): TendError {
  return new TendError({
    code: 'bad-template',
    message: `The template \`${template.name}\` cannot be filled: it reads ${template.variables.join(', ')}.`,
    nextAction: 'Run `tend check`, and bring running workflows to a version that passes.',
    cause,
  })
}
