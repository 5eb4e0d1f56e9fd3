const TOPS = new Set(['test', 'example', 'invalid', 'localhost'])
const DOMAINS = new Set(['example.com', 'example.net', 'example.org'])

/** True for names that belong to nobody and never will (RFC 2606, RFC 6761): they are for examples, and no DNS need be asked. */
export function isReservedName(domain: string): boolean {
  const labels = domain.toLowerCase().replace(/\.$/, '').split('.')
  return TOPS.has(labels.at(-1) ?? '') || DOMAINS.has(labels.slice(-2).join('.'))
}
