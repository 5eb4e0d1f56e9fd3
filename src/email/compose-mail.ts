import { hash } from 'node:crypto'
import { TendError } from '../domain/errors.ts'
import { type MailThread, replySubject } from '../domain/mail-thread.ts'
import type { FrozenMail } from '../domain/message.ts'
import type { ComposeRequest, Composer } from '../engine/ports.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'
import { createDkimSigner, type DkimSigner } from './dkim.ts'
import { cleanSubject, header, mailAddress, mailbox, subjectText } from './mail-header.ts'
import { mergeContext } from './merge-context.ts'
import { quotedPrintable } from './quoted-printable.ts'
import { tagHtmlLinks, tagTextLinks } from './tag-links.ts'
import { compileTemplateText, type Render } from './template-language.ts'
import { wrapText } from './wrap-text.ts'

interface ComposerOptions {
  /** Compiled texts that are kept; a mail needs three. */
  cachedTexts?: number
}

interface MailWords {
  subject: string
  html: string
  text: string
}

const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/

/** Turns templates and people into mail. Same request, same bytes: nothing is drawn by chance or read from a clock. */
export function createComposer(options: ComposerOptions = {}): Composer {
  const render = createRenderer(options.cachedTexts ?? 600)
  const signed = createDkimSigner()
  return {
    compose(request) {
      const isNurture = request.template.kind === 'nurture'
      const safe = { ...request, unsubscribeUrl: isNurture ? unsubscribeLink(request.unsubscribeUrl) : null }
      const words = fillTemplate(safe, render)
      return { subject: words.subject, mail: freeze(safe, words, signed) }
    },
  }
}

type Filling = Pick<ComposeRequest, 'template' | 'context' | 'unsubscribeUrl' | 'thread' | 'utm' | 'clickUrl'>

/** What a mail says, before it becomes a message; for previews. */
export function fillTemplate(
  { template, context, unsubscribeUrl, thread = null, utm = {}, clickUrl = null }: Filling,
  render = createRenderer(3),
): MailWords {
  const isNurture = template.kind === 'nurture'
  const tagging = { utm: isNurture ? utm : {}, except: unsubscribeUrl ?? '', clickUrl: isNurture ? clickUrl : null }
  const values = mergeContext(template.kind, unsubscribeUrl === null ? context : { ...context, unsubscribeUrl })
  try {
    return {
      subject: cleanSubject(thread === null ? render(template.subject, 'text')(values) : replySubject(thread.subject)),
      html: tagHtmlLinks(render(template.html, 'html')(values), tagging),
      text: `${wrapText(tagTextLinks(render(template.text, 'text')(values), tagging))}\n`,
    }
  } catch (cause) {
    throw unfillable(template, cause)
  }
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

function createRenderer(limit: number): (text: string, target: 'html' | 'text') => Render {
  const kept = { html: new Map<string, Render>(), text: new Map<string, Render>() }
  return (text, target) => {
    const cache = kept[target]
    const known = cache.get(text)
    if (known !== undefined) return known
    const made = compileTemplateText(text, target)
    const oldest = cache.size >= limit ? cache.keys().next().value : undefined
    if (oldest !== undefined) cache.delete(oldest)
    cache.set(text, made)
    return made
  }
}

function freeze(request: ComposeRequest, words: MailWords, signed: DkimSigner): FrozenMail {
  // `=_` can stand in no quoted-printable line, so the boundary can occur in no part.
  const boundary = `=_tend_${hash('sha256', request.messageId, 'hex').slice(0, 24)}`
  const head = headers(request, words.subject) + header('Content-Type', `multipart/alternative; boundary="${boundary}"`)
  const parts = [
    `${head}\r\n${partHead(boundary, 'plain')}${quotedPrintable(words.text)}`,
    `${partHead(boundary, 'html')}${quotedPrintable(words.html)}`,
    `--${boundary}--\r\n`,
  ]
  const bytes = Buffer.from(parts.join('\r\n'), 'latin1')
  return {
    envelopeFrom: mailAddress(request.returnPath ?? request.from.email),
    envelopeTo: mailAddress(request.to.address),
    bytes: request.dkim ? signed(bytes, request.dkim) : bytes,
  }
}

function partHead(boundary: string, type: 'plain' | 'html'): string {
  return `--${boundary}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}

function headers(request: ComposeRequest, subject: string): string {
  const { from, to, replyTo, messageId, date, template } = request
  if (!MESSAGE_ID.test(messageId)) throw wrongRequest('a Message-ID such as <id@contoso.example>', messageId)
  return [
    header('From', mailbox(from.name, from.email)),
    header('To', mailbox(to.name, to.address)),
    header('Reply-To', mailbox(null, replyTo)),
    header('Subject', subjectText(subject)),
    header('Date', new Date(date).toUTCString().replace('GMT', '+0000')),
    header('Message-ID', messageId),
    threadHeaders(request.thread ?? null),
    header('MIME-Version', '1.0'),
    template.kind === 'notice' ? header('Auto-Submitted', 'auto-generated') : listHeaders(request),
  ].join('')
}

// RFC 5322 section 3.6.4.
function threadHeaders(thread: MailThread | null): string {
  const last = thread?.references.at(-1)
  if (thread === null || last === undefined) return ''
  for (const id of thread.references) if (!MESSAGE_ID.test(id)) throw wrongRequest('Message-IDs of a thread', id)
  return header('In-Reply-To', last) + header('References', thread.references.join(' '))
}

// RFC 8058: one-click needs the link and the Post header; neither may be folded inside the link.
function listHeaders({ unsubscribeUrl, unsubscribeAddress = null, feedbackId = null, from }: ComposeRequest): string {
  const domain = mailAddress(from.email).split('@')[1]
  const byMail = unsubscribeAddress === null ? '' : `, <mailto:${mailtoAddress(unsubscribeAddress)}>`
  return [
    header('List-Unsubscribe', `<${unsubscribeUrl}>${byMail}`),
    header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    header('List-Id', `<nurture.${domain}>`),
    feedbackId === null ? '' : header('Feedback-ID', feedbackId),
  ].join('')
}

// RFC 6068 section 2: a plus stands for itself.
function mailtoAddress(address: string): string {
  const [local = '', domain] = mailAddress(address).split('@')
  return `${encodeURIComponent(local).replaceAll('%2B', '+')}@${domain}`
}

function unsubscribeLink(given: string | null): string {
  const url = given !== null && URL.canParse(given) ? new URL(given) : null
  const isGood = url !== null && /^https?:$/.test(url.protocol) && !/[\s<>"']/.test(url.href) && url.href.length < 900
  if (!isGood) throw wrongRequest('an unsubscribe link for a nurture mail', String(given))
  return url.href
}

function wrongRequest(expected: string, came: string): TendError {
  return new TendError({
    code: 'bad-request',
    message: `Expected ${expected}, got ${JSON.stringify(came.slice(0, 100))}.`,
    nextAction: 'Check PUBLIC_URL and MAIL_FROM.',
  })
}
