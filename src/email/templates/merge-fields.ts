import type { NoticeContext, NurtureContext } from '../../domain/mail/mail-context.ts'
import type { MessageKind } from '../../domain/mail/message.ts'

/**
 * Where a value comes from: `data` was typed by a stranger, `own` stands in the publisher's settings,
 * `url` is an address of the publisher or of Tend and the only thing a link may lead to, `mailbox` is an own address.
 */
export type FieldOrigin = 'data' | 'own' | 'url' | 'mailbox'

type Shape<T> = {
  [K in keyof T]: T[K] extends string | number ? FieldOrigin : T[K] extends (infer Item)[] ? [Shape<Item>] : Shape<T[K]>
}

export interface FieldTree {
  [name: string]: FieldOrigin | FieldTree | [FieldTree]
}

const NURTURE_FIELDS = {
  lead: { firstName: 'data', lastName: 'data', company: 'data', title: 'data', country: 'data' },
  inquiry: { action: 'data', what: 'own', source: 'data', date: 'own' },
  offer: { id: 'data', title: 'data' },
  publisher: { name: 'own', postalAddress: 'own', privacyUrl: 'url', bookingUrl: 'url' },
  sender: { name: 'own', email: 'mailbox' },
  unsubscribeUrl: 'url',
} satisfies Shape<NurtureContext>

const NOTICE_FIELDS = {
  lead: {
    name: 'data',
    email: 'data',
    phone: 'data',
    company: 'data',
    title: 'data',
    country: 'data',
    localTime: 'own',
    score: 'own',
    status: 'own',
    url: 'url',
  },
  escalation: { because: 'data', team: 'own', acceptBy: 'own', kind: 'own' },
  offer: { id: 'data', title: 'data' },
  note: 'data',
  inquiries: [{ date: 'own', what: 'data', offer: 'data', source: 'data', note: 'data' }],
  mails: [{ date: 'own', subject: 'data', status: 'own' }],
  scores: [{ points: 'own', because: 'data' }],
  publisher: { name: 'own' },
} satisfies Shape<NoticeContext>

/** What a template of this kind may say. A field that is not here is refused when the template is checked. */
export const MERGE_FIELDS: Record<MessageKind, FieldTree> = { nurture: NURTURE_FIELDS, notice: NOTICE_FIELDS }

/** The declared part a dotted path leads to, or null. */
export function fieldAt(tree: FieldTree, path: readonly string[]): FieldOrigin | FieldTree | [FieldTree] | null {
  let node: FieldOrigin | FieldTree | [FieldTree] = tree
  for (const name of path) {
    if (typeof node === 'string' || Array.isArray(node) || !Object.hasOwn(node, name)) return null
    const next: FieldOrigin | FieldTree | [FieldTree] | undefined = node[name]
    if (next === undefined) return null
    node = next
  }
  return node
}

/** Every path that names a value or a list, for nearest names. */
export function fieldPaths(tree: FieldTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    typeof node === 'string' || Array.isArray(node) ? [prefix + name] : fieldPaths(node, `${prefix}${name}.`),
  )
}
