import { readEmailAddress } from '../people/email-address.ts'

/** Characters of a token: it must fit into a local part of 64 (RFC 5321 section 4.5.3.1.1) behind a name and a plus. */
export const TOKEN_LENGTH = 42

const LOCAL_MAX = 64
const TOKEN_FORM = new RegExp(`\\+([0-9a-z]{${TOKEN_LENGTH}})@`, 'i')

/** `bounces@contoso.example` with a token: `bounces+token@contoso.example` (RFC 5233). */
export function tokenAddress(base: string, token: string): string {
  const at = base.lastIndexOf('@')
  return `${base.slice(0, at)}+${token}${base.slice(at)}`
}

/** The token behind the plus, in lower case; null for an address that is not the base with a token. */
export function tokenIn(address: string, base: string): string | null {
  const found = readEmailAddress(address)
  const own = readEmailAddress(base)
  if (found === null || own === null || found.domain !== own.domain) return null
  const start = `${localPart(own.normalised)}+`
  const local = localPart(found.normalised)
  return local.startsWith(start) && local.length > start.length ? local.slice(start.length) : null
}

/** What has the form of a token in an address of whatever base; its seal says whether it is ours. */
export function tokenLike(address: string): string | null {
  return TOKEN_FORM.exec(address)?.[1]?.toLowerCase() ?? null
}

/** False for an address whose own name is so long that no token fits behind it. */
export function hasRoomForToken(base: string): boolean {
  return localPart(base).length + 1 + TOKEN_LENGTH <= LOCAL_MAX
}

function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@'))
}
