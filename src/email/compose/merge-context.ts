import type { NoticeContext, NurtureContext } from '../../domain/mail/mail-context.ts'
import type { MessageKind } from '../../domain/mail/message.ts'
import { type FieldOrigin, type FieldTree, MERGE_FIELDS } from '../templates/merge-fields.ts'

export interface MergeContext {
  [name: string]: string | number | MergeContext | readonly MergeContext[]
}

const LONGEST_VALUE = 4_000
// C0, C1, line separators, bidi overrides and isolates, tag characters: nothing that a name needs.
const INVISIBLE = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]|[\u{E0000}-\u{E007F}]/gu
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
// A stranger may give any address as their own: their "name" must not carry an advertisement to it.
const ADVERTISEMENT = /:\/\/|\bwww\.|@|\b[\w-]+\.[a-z]{2,}\//i

/**
 * The values a template of this kind may read, and nothing else: every declared field is there, as text without line
 * breaks or invisible characters, frozen and without a prototype.
 */
export function mergeContext(kind: MessageKind, context: NurtureContext | NoticeContext): MergeContext {
  return pickTree(MERGE_FIELDS[kind], context, kind)
}

/** One line of clean text of a bounded length; what is not text becomes empty. */
export function cleanLine(value: unknown, longest = LONGEST_VALUE): string {
  if (typeof value !== 'string') return ''
  const clipped = value.length > longest * 2 ? value.slice(0, longest * 2) : value
  const clean = clipped.toWellFormed().replace(LINE_BREAKS, ' ').replace(INVISIBLE, '').replace(/ {2,}/g, ' ').trim()
  return clean.length > longest
    ? `${clean
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
    : clean
}

function pickTree(tree: FieldTree, values: unknown, kind: MessageKind): MergeContext {
  const picked = Object.create(null) as MergeContext
  for (const [name, node] of Object.entries(tree)) {
    const value = ownValue(values, name)
    if (typeof node === 'string') picked[name] = pickValue(node, value, kind)
    else if (Array.isArray(node)) picked[name] = pickList(node[0], value, kind)
    else picked[name] = pickTree(node, value, kind)
  }
  return Object.freeze(picked)
}

function pickList(tree: FieldTree, value: unknown, kind: MessageKind): readonly MergeContext[] {
  const items = Array.isArray(value) ? value : []
  return Object.freeze(items.map(item => pickTree(tree, item, kind)))
}

function pickValue(origin: FieldOrigin, value: unknown, kind: MessageKind): string | number {
  if (typeof value === 'number') return value
  const text = cleanLine(value)
  if (origin === 'url') return /^https?:\/\/[^\s"'<>]+$/i.test(text) ? text : ''
  return origin === 'data' && kind === 'nurture' && ADVERTISEMENT.test(text) ? '' : text
}

function ownValue(values: unknown, name: string): unknown {
  if (typeof values !== 'object' || values === null || !Object.hasOwn(values, name)) return undefined
  return (values as Record<string, unknown>)[name]
}
