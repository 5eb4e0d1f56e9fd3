import { hash } from 'node:crypto'
import { TendError } from '../../domain/errors.ts'
import type { MailThread } from '../../domain/mail/mail-thread.ts'
import type { FrozenMail } from '../../domain/mail/message.ts'
import type { ComposeRequest, Composer } from '../../engine/ports.ts'
import { createDkimSigner, type DkimSigner } from './dkim.ts'
import { createRenderer, type FilledTemplate, fillEncoded } from './fill-template.ts'
import { header, mailAddress, mailbox, subjectText } from './mail-header.ts'

interface ComposerOptions {
  /** Compiled texts that are kept; a mail needs three. */
  cachedTexts?: number
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
      const words = fillEncoded(safe, render)
      return { subject: words.subject, mail: freeze(safe, words, signed) }
    },
  }
}

function freeze(request: ComposeRequest, words: FilledTemplate, signed: DkimSigner): FrozenMail {
  // `=_` can stand in no quoted-printable line, so the boundary can occur in no part.
  const boundary = `=_tend_${hash('sha256', request.messageId, 'hex').slice(0, 24)}`
  const head = headers(request, words.subject) + header('Content-Type', `multipart/alternative; boundary="${boundary}"`)
  const parts = [
    `${head}\r\n${partHead(boundary, 'plain')}${words.text}`,
    `${partHead(boundary, 'html')}${words.html}`,
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
