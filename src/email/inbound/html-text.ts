import { HISTORY_LINE } from '../../domain/inbound/reply-text.ts'
import { lookUp } from '../../domain/text/look-up.ts'

const TAG = /^<(\/?)([a-z][a-z0-9:]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/i
const TAG_MAX = 1500
const LONG_TAG_MAX = 10_000
const SILENT = ['script', 'style', 'head', 'title', 'template']
const BREAKING =
  /^(?:p|div|br|tr|table|ul|ol|li|h[1-6]|hr|blockquote|section|article|header|footer|pre|center|address|o:p)$/
/** What mail programs put around or before the mail that they quote. */
const ATTRIBUTION = /\b(?:gmail_attr|moz-cite-prefix|protonmail_quote|yahoo_quoted|zmail_extra)\b/i
const HISTORY = /\b(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|ms-outlook-mobile-reference-message)\b/i
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const LETTERS: Record<string, string> = {
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è' },
  ...{ ecirc: 'ê', agrave: 'à', aacute: 'á', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ', ccedil: 'ç' },
  ...{ rsquo: '’', lsquo: '‘', ldquo: '“', rdquo: '”', ndash: '–', mdash: '—', hellip: '…', euro: '€' },
}

interface Quote {
  tag: string
  depth: number
}

/** HTML as plain text: blocks become lines, quoted blocks lines with `> `, and where Outlook begins its history a line says so. */
export function htmlToText(html: string): string {
  const lines: string[] = []
  let line = ''
  let quote: Quote | null = null
  let at = 0
  const endLine = () => {
    lines.push(quote === null ? line.trim() : `> ${line.trim()}`)
    line = ''
  }
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const text = html.slice(at, open < 0 ? html.length : open)
    line += decodeEntities(text.replace(/\s+/g, ' '))
    if (open < 0) break
    const tag = tagAt(html, open)
    at = tag.end
    if (at === open + 1) line += '<'
    if (SILENT.includes(tag.name) && !tag.closes) at = afterSilence(html, at, tag.name)
    const breaks = BREAKING.test(tag.name)
    if (breaks && (line.trim() !== '' || tag.name === 'br')) endLine()
    if (tag.name === 'td' || tag.name === 'th') line += ' '
    if (!tag.closes && HISTORY.test(tag.attributes)) lines.push(HISTORY_LINE)
    quote = quoteAfter(quote, tag)
    if (tag.name === 'p' && tag.closes) lines.push(quote === null ? '' : '>')
  }
  endLine()
  return lines.join('\n')
}

interface Tag {
  name: string
  closes: boolean
  attributes: string
  end: number
}

function tagAt(html: string, open: number): Tag {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4)
    return { name: '', closes: false, attributes: '', end: end < 0 ? html.length : end + 3 }
  }
  const match = TAG.exec(html.slice(open, open + TAG_MAX))
  if (match !== null) {
    const [whole, slash, name = '', attributes = ''] = match
    return { name: name.toLowerCase(), closes: slash === '/', attributes, end: open + whole.length }
  }
  const end = html.indexOf('>', open)
  const isTag = end >= 0 && end - open <= LONG_TAG_MAX && /^<[a-z/!?]/i.test(html.slice(open, open + 2))
  return { name: '', closes: false, attributes: '', end: isTag ? end + 1 : open + 1 }
}

function afterSilence(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}\\b[^>]{0,100}>`, 'gi')
  closing.lastIndex = from
  return closing.exec(html) === null ? html.length : closing.lastIndex
}

function quoteAfter(quote: Quote | null, { name, closes, attributes }: Tag): Quote | null {
  if (quote === null) {
    const begins = !closes && (name === 'blockquote' || (name === 'div' && ATTRIBUTION.test(attributes)))
    return begins ? { tag: name, depth: 1 } : null
  }
  if (name !== quote.tag) return quote
  const depth = quote.depth + (closes ? -1 : 1)
  return depth === 0 ? null : { tag: name, depth }
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return lookUp(ENTITIES, name.toLowerCase()) ?? lookUp(LETTERS, name) ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
