import { createHash, type KeyLike, verify } from 'node:crypto'

export interface DkimVerdict {
  isGood: boolean
  /** Why not, or an empty text. */
  because: string
  tags: Record<string, string>
}

/**
 * Reads RFC 6376 section 6 once more, apart from the signer: relaxed/relaxed, RSA-SHA256, headers from the bottom up,
 * a name that is left over stands for a header that is not there.
 */
export function verifyDkim(mail: Uint8Array, publicKey: KeyLike): DkimVerdict {
  const text = Buffer.from(mail).toString('latin1')
  const split = text.indexOf('\r\n\r\n')
  const headers: string[] = []
  for (const line of text.slice(0, split).split('\r\n')) {
    if (/^[ \t]/.test(line)) headers[headers.length - 1] += `\r\n${line}`
    else headers.push(line)
  }
  const own = headers.find(line => /^dkim-signature[ \t]*:/i.test(line))
  if (own === undefined) return { isGood: false, because: 'not signed', tags: {} }
  const tags = tagsOf(own)
  const body = createHash('sha256')
    .update(canonicalBody(text.slice(split + 4)), 'latin1')
    .digest('base64')
  if (body !== tags.bh) return { isGood: false, because: 'the body was changed', tags }
  const left = headers.map(line => ({ name: (line.split(':')[0] ?? '').trim().toLowerCase(), line }))
  const covered = (tags.h ?? '').split(':').flatMap(name => {
    const at = left.findLastIndex(one => one.name === name.toLowerCase())
    return at === -1 ? [] : left.splice(at, 1).map(({ line }) => canonicalHeader(line))
  })
  const unsigned = canonicalHeader(own.replace(/([;\s]b[ \t\r\n]*=)[^;]*/, '$1'))
  const isGood = verify(
    'rsa-sha256',
    Buffer.from([...covered, unsigned].join('\r\n'), 'latin1'),
    publicKey,
    Buffer.from(tags.b ?? '', 'base64'),
  )
  return { isGood, because: isGood ? '' : 'a header was changed, or the key is another', tags }
}

function tagsOf(header: string): Record<string, string> {
  const list = header.slice(header.indexOf(':') + 1).split(';')
  return Object.fromEntries(
    list.map(tag => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  )
}

function canonicalHeader(header: string): string {
  const colon = header.indexOf(':')
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
  return `${header.slice(0, colon).trimEnd().toLowerCase()}:${value}`
}

function canonicalBody(body: string): string {
  const tidy = body
    .replace(/[ \t]+\r\n/g, '\r\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)+$/, '')
  return tidy === '' ? '' : `${tidy}\r\n`
}
