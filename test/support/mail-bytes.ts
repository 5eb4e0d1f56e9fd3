interface Part {
  type: string
  text: string
  headers?: Record<string, string>
}

interface MailDraft {
  headers?: Record<string, string>
  /** The whole body of a mail with one part. */
  text?: string
  html?: string
  /** Several parts under `multipart/<multipart>`. */
  multipart?: string
  parts?: Part[]
}

/** The bytes of a mail as a server would hand it over. */
export function mailBytes({ headers = {}, text, html, multipart = 'mixed', parts }: MailDraft): Uint8Array {
  const all: Record<string, string> = {
    From: 'Ann Lee <ann@fabrikam.example>',
    To: 'Jana <jana@contoso.example>',
    Subject: 'Hello',
    Date: 'Fri, 2 Jan 2026 09:00:00 +0000',
    'Message-ID': '<1@fabrikam.example>',
    ...headers,
  }
  const body = parts === undefined ? single(text, html) : several(multipart, parts)
  const head = { ...all, 'MIME-Version': '1.0', ...body.headers }
  return new TextEncoder().encode(`${headerLines(head)}\r\n\r\n${crlf(body.text)}`)
}

/** A delivery report of RFC 3464: a text, the fields, and the headers of the mail that came back. */
export function statusReport(draft: {
  fields: string
  text?: string
  headers?: Record<string, string>
  returned?: string
}): Uint8Array {
  return mailBytes({
    headers: {
      From: 'Mail Delivery System <MAILER-DAEMON@mx.fabrikam.example>',
      To: 'bounce+tok-1@contoso.example',
      Subject: 'Delivery report',
      'Return-Path': '<>',
      ...draft.headers,
    },
    multipart: 'report; report-type=delivery-status',
    parts: [
      { type: 'text/plain; charset=utf-8', text: draft.text ?? 'What you sent did not arrive.' },
      { type: 'message/delivery-status', text: `Reporting-MTA: dns; mx.fabrikam.example\n\n${draft.fields}` },
      {
        type: 'text/rfc822-headers',
        text: draft.returned ?? 'Message-ID: <our-1@contoso.example>\nSubject: Our offer',
      },
    ],
  })
}

function single(text: string | undefined, html: string | undefined) {
  const kind = html === undefined ? 'plain' : 'html'
  return { headers: { 'Content-Type': `text/${kind}; charset=utf-8` }, text: html ?? text ?? '' }
}

function several(multipart: string, parts: Part[]) {
  // A mail within a mail must not end at the edge of the outer one.
  const edge = `edge-${parts.map(part => part.text.length).join('-')}`
  const [kind, ...parameters] = multipart.split(';')
  const type = [`multipart/${kind}`, ...parameters.map(one => one.trim()), `boundary="${edge}"`].join('; ')
  const texts = parts.map(
    part => `--${edge}\n${headerLines({ 'Content-Type': part.type, ...part.headers })}\n\n${part.text}\n`,
  )
  return { headers: { 'Content-Type': type }, text: `${texts.join('')}--${edge}--\n` }
}

function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n')
}
