import { Marked, type Token, type Tokens } from 'marked'

/** Inline style attributes by tag (`p`, `p.quote`, `a.button`), as the layout gives them. */
export type TagStyles = Record<string, string>

const READER = new Marked({ gfm: true, breaks: false })
// Lines that a word processor indented are no program code; what stands between fences is.
READER.use({ tokenizer: { code: () => undefined } })
const EACH_LIST = /(<!--\w+-->)\s*<ul>\n((?:(?!<\/?ul>)[\s\S])*)<\/ul>\s*(<!--\w+-->)/g
const EMPTY_HEAD = /<thead>\n<tr>\n(?:<th[^>]*><\/th>\n)+<\/tr>\n<\/thead>\n/g
const OPENING_TAG = /<([a-z][a-z0-9]*)((?:\s+[^<>"']+(?:="[^"]*"|='[^']*')?)*)\s*(\/?)>/g

/** The block tokens of a Markdown text: both parts of a mail are made from them. */
export function readMarkdown(markdown: string): Token[] {
  return READER.lexer(markdown)
}

/**
 * HTML of a Markdown text with each tag styled in place, since mail readers drop style sheets. A link that is alone in
 * its paragraph becomes a button where the layout has a style for one. `isEach` tells the comment that opens an each.
 */
export function markdownToHtml(blocks: Token[], styles: TagStyles, isEach: (comment: string) => boolean): string {
  const html = 'td.button' in styles ? renderWithButtons(blocks) : READER.parser(blocks)
  const quoted = html.replace(/(<blockquote>\s*<p)>/g, '$1 class="quote">')
  const joined = quoted
    .replace(EMPTY_HEAD, '')
    .replace(EACH_LIST, (whole, open: string, items: string, close: string) =>
      isEach(open) ? `<ul>\n${open}\n${items}${close}\n</ul>` : whole,
    )
  return joined.replace(OPENING_TAG, (whole, tag: string, attributes: string, end: string) => {
    const style = styles[styleName(tag, attributes)] ?? styles[tag]
    return style === undefined || attributes.includes('style=') ? whole : `<${tag}${attributes} style=${style}${end}>`
  })
}

/** The name under which a tag's style is kept. */
export function styleName(tag: string, attributes: string): string {
  const name = /class="(button|quote)"/.exec(attributes)?.[1]
  return name === undefined ? tag : `${tag}.${name}`
}

function renderWithButtons(blocks: Token[]): string {
  let html = ''
  let others: Token[] = []
  for (const block of blocks) {
    const link = onlyLink(block)
    if (link === null) {
      others.push(block)
      continue
    }
    html += READER.parser(others) + button(READER.parser([block]))
    others = []
  }
  return html + READER.parser(others)
}

/** The link of a paragraph that holds nothing else, or null. */
export function onlyLink(block: Token): Tokens.Link | null {
  const inner = block.type === 'paragraph' ? (block.tokens ?? []) : []
  const [first, ...others] = inner
  return first?.type === 'link' && others.length === 0 ? (first as Tokens.Link) : null
}

function button(paragraph: string): string {
  const link = paragraph.replace(/^<p>|<\/p>\n?$/g, '').replace('<a ', '<a class="button" ')
  return `<table role="presentation" class="button" cellpadding="0" cellspacing="0" border="0"><tr><td class="button">${link}</td></tr></table>\n`
}
