/**
 * The token of `base+TOKEN@domain`, as it is spelled (RFC 5233 calls it the detail); null when the address is not one of
 * `base`. Letter case of local part and domain does not matter.
 */
export function plusToken(address: string, base: string): string | null {
  const [local, domain] = halves(address)
  const [ownLocal, ownDomain] = halves(base)
  if (ownLocal === '' || domain.toLowerCase() !== ownDomain.toLowerCase()) return null
  if (!local.toLowerCase().startsWith(`${ownLocal.toLowerCase()}+`)) return null
  return local.slice(ownLocal.length + 1) || null
}

function halves(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return at < 1 ? ['', ''] : [address.slice(0, at), address.slice(at + 1)]
}
