/** A server that takes the mail of a domain, as its MX record says. */
export interface Exchanger {
  exchange: string
  /** The least is asked first. */
  priority: number
}

/**
 * Names of the exchangers of each provider; what is below them is its own, too. Names below which customers run servers of
 * their own have no place here.
 */
const HOSTS: Record<string, string> = {
  google: 'google.com googlemail.com',
  microsoft: 'protection.outlook.com eo.outlook.com mx.microsoft mail.protection.office365.us',
  yahoo: 'yahoodns.net',
  apple: 'mail.icloud.com',
  zoho: 'zoho.com zoho.eu zoho.in zoho.jp zoho.sa zoho.com.au zoho.com.cn zohocloud.ca',
  proton: 'protonmail.ch',
  fastmail: 'messagingengine.com',
  // One house with IONOS, once 1&1.
  gmx: 'gmx.net web.de mx00.mail.com mx01.mail.com kundenserver.de perfora.net 1und1.de 1and1.com ionos.de ionos.com ionos.co.uk ionos.fr ionos.es ionos.it',
  strato: 'smtpin.rzone.de',
  ovh: 'mail.ovh.net mail.ovh.ca',
  gandi: 'mail.gandi.net',
  seznam: 'seznam.cz',
  yandex: 'mx.yandex.net mx.yandex.ru',
  rackspace: 'emailsrvr.com',
  godaddy: 'smtp.secureserver.net mailstore1.secureserver.net',
  mimecast: 'mimecast.com mimecast.co.za mimecast-offshore.com',
  proofpoint: 'pphosted.com ppe-hosted.com',
  barracuda: 'barracudanetworks.com',
  cisco: 'iphmx.com',
  broadcom: 'messagelabs.com',
  sophos: 'hydra.sophos.com',
  hornetsecurity: 'hornetsecurity.com antispameurope.com',
}

const BY_HOST = new Map(Object.entries(HOSTS).flatMap(([name, hosts]) => hosts.split(' ').map(host => [host, name])))

/** The provider that takes the mail of a domain with these exchangers; null when it is none that serves many domains. */
export function providerOfExchangers(exchangers: readonly Exchanger[]): string | null {
  const first = Math.min(...exchangers.map(({ priority }) => priority))
  // The others are for bad days, or are there to prove who owns the domain.
  const asked = exchangers.filter(({ priority }) => priority === first)
  return asked.map(({ exchange }) => providerOfHost(exchange)).find(provider => provider !== null) ?? null
}

function providerOfHost(host: string): string | null {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const names = labels.map((_, index) => labels.slice(index).join('.'))
  return names.map(name => BY_HOST.get(name)).find(provider => provider !== undefined) ?? null
}
