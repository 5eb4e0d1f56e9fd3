export interface Tagging {
  /** `source: microsoft-marketplace` becomes `utm_source=microsoft-marketplace`. */
  utm: Record<string, string>
  /** The one link that stays as it is: who leaves is no visitor. */
  except: string
  /** Where a click on the link goes first; null: straight to it. */
  clickUrl?: ((link: string) => string) | null
}

const OPENING_TAG = /<(?:a|area|v:\w+)\b(?:"[^"]*"|'[^']*'|[^>"'])*>/gi
const HREF = /(\shref\s*=\s*)(?:"(https?:\/\/[^"]*)"|'(https?:\/\/[^']*)')/i
const BARE_LINK = /\bhttps?:\/\/[^\s<>"]+/gi
// What ends a sentence is not part of the address before it; nor is a bracket that opened before it.
const TRAILING = /[.,;:!?'*_~]+$/

/** Whether a link in the HTML of a mail becomes another one. */
export function changesLinks({ utm, clickUrl = null }: Tagging): boolean {
  return Object.keys(utm).length > 0 || clickUrl !== null
}

/** Adds UTM tags to the links to web pages in the HTML of a mail, and leads them over `clickUrl`. What a link says of itself already stands. */
export function tagHtmlLinks(html: string, tagging: Tagging): string {
  if (!changesLinks(tagging)) return html
  const { utm, except, clickUrl = null } = tagging
  return html.replace(OPENING_TAG, tag =>
    tag.replace(HREF, (whole, start: string, double?: string, single?: string) => {
      const link = double ?? single ?? ''
      if (unescaped(link) === except) return whole
      const quote = double === undefined ? "'" : '"'
      const target = tagged(link, utm, '&amp;')
      return `${start}${quote}${clickUrl === null ? target : clickUrl(unescaped(target))}${quote}`
    }),
  )
}

/** The same in the text part, before its lines are wrapped. */
export function tagTextLinks(text: string, { utm, except }: Tagging): string {
  if (Object.keys(utm).length === 0) return text
  return text.replace(BARE_LINK, found => {
    const link = bareLink(found)
    return link === except ? found : tagged(link, utm, '&') + found.slice(link.length)
  })
}

// Only what is added is written: the rest of an address stays to the letter, whatever its escapes.
function tagged(link: string, utm: Tagging['utm'], and: '&' | '&amp;'): string {
  const hash = link.search(/(?<!&)#/)
  const page = hash === -1 ? link : link.slice(0, hash)
  const missing = Object.entries(utm).filter(([name]) => !hasTag(page, name))
  if (missing.length === 0) return link
  const start = !page.includes('?') ? '?' : /(?:\?|&|&amp;)$/.test(page) ? '' : and
  const tags = missing.map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`).join(and)
  return page + start + tags + link.slice(page.length)
}

function hasTag(page: string, name: string): boolean {
  return new RegExp(`[?&;]utm_${name}(?:=|&#x3D;)`, 'i').test(page)
}

function bareLink(found: string): string {
  let link = found.replace(TRAILING, '')
  while (/[)\]]$/.test(link) && !isBalanced(link)) link = link.slice(0, -1).replace(TRAILING, '')
  return link
}

function isBalanced(link: string): boolean {
  const [open, close] = link.endsWith(')') ? ['(', ')'] : ['[', ']']
  return link.split(open as string).length >= link.split(close as string).length
}

const ESCAPES: Record<string, string> = { '&amp;': '&', '&#x3D;': '=', '&#x27;': "'", '&#x60;': '`' }

/** As Handlebars escapes. */
function unescaped(link: string): string {
  return link.replace(/&(?:amp|#x3D|#x27|#x60);/g, written => ESCAPES[written] ?? written)
}
