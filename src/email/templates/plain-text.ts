import type { Token, Tokens } from 'marked'
import { onlyLink } from './markdown.ts'

const ENTITIES: Record<string, string> = {
  '&nbsp;': '\u00A0',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&ndash;': '–',
  '&mdash;': '—',
  '&hellip;': '…',
  '&copy;': '©',
  '&#123;': '{',
  '&#125;': '}',
}

// A list that fills a block: the empty line after it belongs behind the block, not between its items.
const BLOCK_LIST = /(<!--\w+-->\n)((?:(?:- | {2})[^\n]*\n)+)\n(<!--\w+-->\n)/g

/** A Markdown text as a person would type it into a plain mail. Lines are wrapped when the mail is composed. */
export function markdownToText(blocks: Token[]): string {
  return blocks
    .map(blockText)
    .join('')
    .replace(BLOCK_LIST, '$1$2$3\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
}

function blockText(block: Token): string {
  switch (block.type) {
    case 'space':
    case 'def':
      return ''
    case 'html':
      return htmlBlockText(block as Tokens.HTML)
    case 'hr':
      return '---\n\n'
    case 'code':
      return `${indent((block as Tokens.Code).text, '    ')}\n\n`
    case 'blockquote':
      return `${indent(markdownToText(block.tokens ?? []), '> ')}\n\n`
    case 'list':
      return `${listText(block as Tokens.List)}\n\n`
    case 'table':
      return `${tableText(block as Tokens.Table)}\n\n`
    default:
      return `${paragraphText(block)}\n\n`
  }
}

// A block tag keeps its line to itself: Handlebars then drops the whole line.
function htmlBlockText(block: Tokens.HTML): string {
  const text = block.text.replace(/<style[\s\S]*?<\/style>/gi, '').trim()
  return /^<!--\w+-->$/.test(text) ? `${text}\n` : `${withoutTags(text)}\n\n`
}

function paragraphText(block: Token): string {
  const link = onlyLink(block)
  if (link === null) return inlineText(innerTokens(block)).replace(/^[ \t]+/gm, '')
  const label = inlineText(link.tokens)
  return label === link.href ? label : `${label}:\n${link.href}`
}

function listText(list: Tokens.List): string {
  const first = list.start === '' ? 1 : list.start
  return list.items
    .map((item, index) => {
      const mark = list.ordered ? `${first + index}. ` : '- '
      const text = item.tokens
        .map(blockText)
        .join('')
        .replace(/\n{2,}/g, '\n')
        .trimEnd()
      return mark + indent(text, ' '.repeat(mark.length)).trimStart()
    })
    .join('\n')
}

function tableText(table: Tokens.Table): string {
  const rows = [table.header, ...table.rows].map(row => row.map(cell => inlineText(cell.tokens).trim()))
  return rows
    .filter(row => row.some(cell => cell !== ''))
    .map(row => row.join(row.length === 2 ? ': ' : ' | '))
    .join('\n')
}

function inlineText(tokens: Token[]): string {
  return tokens.map(inlineTokenText).join('')
}

function inlineTokenText(token: Token): string {
  switch (token.type) {
    case 'br':
      return '\n'
    case 'link': {
      const label = inlineText(token.tokens ?? [])
      const href = (token as Tokens.Link).href
      const bare = href.replace(/^mailto:|^tel:/, '')
      return label === href || label === bare ? bare : `${label} (${bare})`
    }
    case 'image':
      return (token as Tokens.Image).text
    case 'html':
      return withoutTags((token as Tokens.HTML).text)
    case 'codespan':
      return (token as Tokens.Codespan).text
    default:
      return 'tokens' in token ? inlineText(innerTokens(token)) : plain((token as Tokens.Text).text)
  }
}

// A comment that holds the word of a block tag stays; the words go back into mustaches later.
function withoutTags(html: string): string {
  return withoutEntities(html.replace(/<br\s*\/?>\n?/gi, '\n').replace(/<(?!!--\w+-->)[^>]*>/g, ''))
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#?\w+);/g, entity => ENTITIES[entity] ?? entity)
}

function innerTokens(token: Token): Token[] {
  return 'tokens' in token ? (token.tokens ?? []) : []
}

function plain(text: string): string {
  return withoutEntities(text.replace(/[ \t]*\n[ \t]*/g, ' '))
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map(line => (/^<!--\w+-->$/.test(line) || line === '' ? line : by + line))
    .join('\n')
}
