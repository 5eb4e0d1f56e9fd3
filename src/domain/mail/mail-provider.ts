/** Domains whose mail one provider takes: what it asks for, it asks for all of them. */
const PROVIDERS: Record<string, string[]> = {
  google: ['gmail.com', 'googlemail.com'],
  microsoft: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com', 'hotmail.co.uk', 'hotmail.fr'],
  yahoo: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'yahoo.co.jp'],
  apple: ['icloud.com', 'me.com', 'mac.com'],
  gmx: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com'],
  seznam: ['seznam.cz', 'email.cz', 'post.cz'],
}

const BY_DOMAIN = new Map(Object.entries(PROVIDERS).flatMap(([name, domains]) => domains.map(domain => [domain, name])))

/**
 * Who takes the mail of an address: a provider that everybody knows by its domain, else the one that the domain is known to
 * have its mail at, else the domain itself.
 */
export function mailProvider(address: string, providerOf: (domain: string) => string | null = () => null): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return BY_DOMAIN.get(domain) ?? providerOf(domain) ?? domain
}
