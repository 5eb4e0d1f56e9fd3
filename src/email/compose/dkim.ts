import { createPrivateKey, hash, type KeyObject, sign } from 'node:crypto'
import type { Dkim } from '../../domain/settings.ts'

/** Puts a signature on top of a whole mail. */
export type DkimSigner = (mail: Buffer, dkim: Dkim) => Buffer

/** What nodemailer signs by default, then what postmasters ask to be signed (RFC 8058 section 4 for the list headers). */
const SIGNED = new Set(
  [
    'from:sender:reply-to:subject:date:message-id:to:cc:mime-version:content-type:content-transfer-encoding:content-id',
    'content-description:resent-date:resent-from:resent-sender:resent-to:resent-cc:resent-message-id:in-reply-to',
    'references:list-id:list-help:list-unsubscribe:list-subscribe:list-post:list-owner:list-archive:otp-token',
    'list-unsubscribe-post:feedback-id:auto-submitted',
  ].flatMap(names => names.split(':')),
)
const LONGEST_LINE = 75
const BLANKS = /[ \t]+/g

/**
 * Signs with RSA-SHA256 over relaxed headers and body (RFC 6376), without a time: the same mail is the same bytes.
 * nodemailer's own signer answers later, and mail is made within one decision. From is named once more than it stands there:
 * a second one, put in on the way, breaks the signature (section 8.15).
 */
export function createDkimSigner(): DkimSigner {
  let known: { pem: string; key: KeyObject } | null = null
  return (mail, { domain, selector, key: pem }) => {
    if (known?.pem !== pem) known = { pem, key: createPrivateKey(pem) }
    const text = mail.toString('latin1')
    const headEnd = text.indexOf('\r\n\r\n')
    const fields = text.slice(0, headEnd).split(/\r\n(?![ \t])/)
    const signed = fields.filter(field => SIGNED.has(nameOf(field)))
    const open = [
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain};`,
      `s=${selector}; bh=${hash('sha256', Buffer.from(relaxedBody(text.slice(headEnd + 4)), 'latin1'), 'base64')};`,
      `h=${namesInLines([...signed.map(nameOf), 'from'])};`,
      'b=',
    ].join('\r\n ')
    const covered = [...signed, open].map(relaxedField).join('\r\n')
    const signature = sign('sha256', Buffer.from(covered, 'latin1'), known.key).toString('base64')
    const lines = signature.match(new RegExp(`.{1,${LONGEST_LINE - 5}}`, 'g')) ?? []
    return Buffer.concat([Buffer.from(`${open}${lines.join('\r\n ')}\r\n`, 'latin1'), mail])
  }
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).trim().toLowerCase()
}

/** Section 3.4.2. */
function relaxedField(field: string): string {
  const value = field.slice(field.indexOf(':') + 1).replaceAll('\r\n', '')
  return `${nameOf(field)}:${value.replace(BLANKS, ' ').trim()}`
}

/** Section 3.4.4: blanks at the end of a line and empty lines at the end of the mail do not count. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map(line => line.replace(BLANKS, ' ').replace(/ $/, ''))
  while (lines.at(-1) === '') lines.pop()
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`
}

function namesInLines(names: string[]): string {
  const lines = ['']
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name}:`
    const line = `${lines.at(-1)}${word}`
    if (line.length <= LONGEST_LINE - 5) lines[lines.length - 1] = line
    else lines.push(word)
  }
  return lines.join('\r\n ')
}
