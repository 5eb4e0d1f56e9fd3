import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Dns } from '../../dns/ask-dns.ts'
import { isReservedName } from '../../domain/mail/reserved-name.ts'
import type { Dkim, Settings } from '../../domain/settings.ts'
import { causeWords, type Finding, fail, ok, warn } from './finding.ts'

const LOOK_ELSEWHERE = 'Try again, or look from another machine with dig, as docs/deliverability.md says.'

/** What the records are asked of. */
export type SenderDns = Pick<Dns, 'texts' | 'exchangers' | 'addresses' | 'exists'>

/**
 * What others find in the DNS about the sender: who may send, the key of the signature, what to do with the rest, and
 * whether answers and bounces can arrive. A sender whose domain is for examples has nothing there.
 */
export async function examineDns(settings: Settings, dns: SenderDns): Promise<Finding[]> {
  const from = domainOf(settings.publisher.sender.email)
  if (isReservedName(from)) return []
  const blind = await look('dns', () => examineNameServer(from, dns))
  return blind.length > 0 ? blind : examineRecords(settings, dns)
}

/** Without the DNS of the world, which a machine in a closed network may lack, nothing about the sender can be said. */
async function examineNameServer(from: string, dns: SenderDns): Promise<Finding[]> {
  const top = from.slice(from.lastIndexOf('.') + 1)
  if (await dns.exists(top)) return []
  const words = `the name server of this machine does not even know .${top}, so the records of ${from} were not looked at`
  return [warn('dns', words, LOOK_ELSEWHERE)]
}

async function examineRecords(settings: Settings, dns: SenderDns): Promise<Finding[]> {
  const { publisher, mailbox, dkim } = settings
  const from = domainOf(publisher.sender.email)
  const returnPath = domainOf(mailbox.returnPath ?? publisher.sender.email)
  const looks = [
    look('spf', () => examineSpf(returnPath, dns)),
    ...(dkim === null ? [] : [look('dkim', () => examineKey(dkim, dns))]),
    look('dmarc', () => examineDmarc({ from, returnPath, dkim }, dns)),
    ...[...arrivals(settings)].map(([domain, what]) => look('mx', () => examineExchangers(domain, what, dns))),
  ]
  return (await Promise.all(looks)).flat()
}

/** A name server that does not answer says nothing about the sender. */
async function look(check: string, examine: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await examine()
  } catch (error) {
    return [warn(check, `could not be looked up: ${causeWords(error)}`, LOOK_ELSEWHERE)]
  }
}

async function examineSpf(domain: string, dns: SenderDns): Promise<Finding[]> {
  const records = (await dns.texts(domain)).filter(text => /^v=spf1(\s|$)/i.test(text))
  const [record = ''] = records
  if (records.length === 0) {
    const remedy = `Add the TXT record that your relay asks for, such as \`v=spf1 include:… -all\`. A relay with a return path of its own needs none.`
    return [warn('spf', `${domain} does not say who may send for it`, remedy)]
  }
  if (records.length > 1) {
    const remedy = 'Make one of them, with all senders: more than one count as a fault.'
    return [fail('spf', `${domain} has ${records.length} SPF records`, remedy)]
  }
  if (/\s\+?all(\s|$)/i.test(record)) {
    return [fail('spf', `${domain} lets everybody send: ${shown(record)}`, 'End it with `-all` or `~all`.')]
  }
  return [ok('spf', `${domain}: ${shown(record)}`)]
}

async function examineKey(dkim: Dkim, dns: SenderDns): Promise<Finding[]> {
  const name = `${dkim.selector}._domainkey.${dkim.domain}`
  const own = createPublicKey(dkim.key)
  const records = (await dns.texts(name)).map(tagsOf)
  const wanted = `v=DKIM1; k=rsa; p=${own.export({ type: 'spki', format: 'der' }).toString('base64')}`
  const remedy = `Its TXT record must be \`${wanted}\``
  if (records.length === 0) return [fail('dkim', `${name} has no key, so every signature is void`, `${remedy}.`)]
  if (!records.some(({ p = '' }) => readKey(p)?.equals(own))) {
    const words = `the key at ${name} does not belong to \`dkim.key\`, so every signature is void`
    return [fail('dkim', words, `${remedy}; or give the new key a selector of its own.`)]
  }
  if (records.length > 1)
    return [warn('dkim', `${name} has ${records.length} TXT records`, 'Leave the one with the key.')]
  if (records[0]?.t?.split(':').includes('y')) {
    return [warn('dkim', `${name} says \`t=y\`: signatures are for trial and count for nothing`, 'Take `t=y` out.')]
  }
  return [ok('dkim', `the key at ${name} belongs to \`dkim.key\``)]
}

/** As `openssl rsa -pubout` makes it, or the bare key of RFC 6376; null for what is no key. */
function readKey(base64: string): KeyObject | null {
  const key = Buffer.from(base64, 'base64')
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type })
    } catch {}
  }
  return null
}

interface Identity {
  from: string
  returnPath: string
  dkim: Dkim | null
}

async function examineDmarc(identity: Identity, dns: SenderDns): Promise<Finding[]> {
  const { from } = identity
  const found = await nearestPolicy(from, dns)
  if (found === null) {
    const remedy = `Add the TXT record \`v=DMARC1; p=none; rua=mailto:dmarc@${from}\` at _dmarc.${from}.`
    return [warn('dmarc', `${from} has no policy`, remedy), ...examineAlignment(identity, { at: from, tags: {} })]
  }
  const { at, records } = found
  const [record = ''] = records
  const tags = tagsOf(record)
  const alignment = examineAlignment(identity, { at, tags })
  if (records.length > 1) {
    const words = `_dmarc.${at} has ${records.length} policies, which count as none`
    return [warn('dmarc', words, 'Leave one of them.'), ...alignment]
  }
  if (!/^(none|quarantine|reject)$/i.test(tags.p ?? '')) {
    const words = `_dmarc.${at} does not say what to do: ${shown(record)}`
    return [warn('dmarc', words, 'Add `p=none`, later `p=quarantine`.'), ...alignment]
  }
  return [ok('dmarc', `_dmarc.${at}: ${shown(record)}`), ...alignment]
}

/** The policy of the domain itself, else of the nearest domain above it. */
async function nearestPolicy(from: string, dns: SenderDns): Promise<{ at: string; records: string[] } | null> {
  const labels = from.split('.')
  const above = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  const answers = await Promise.allSettled(above.map(at => dns.texts(`_dmarc.${at}`)))
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw answer.reason
    const records = answer.value.filter(isPolicy)
    if (records.length > 0) return { at: above[index] ?? from, records }
  }
  return null
}

function isPolicy(text: string): boolean {
  return /^v\s*=\s*DMARC1\s*(;|$)/i.test(text)
}

interface Policy {
  /** The domain that has it. */
  at: string
  tags: Record<string, string>
}

/** Only what names the domain of the sender counts for DMARC. */
function examineAlignment({ from, returnPath, dkim }: Identity, { at, tags }: Policy): Finding[] {
  const findings: Finding[] = []
  if (dkim !== null && !isAligned(dkim.domain.toLowerCase(), { from, at, mode: tags.adkim })) {
    const words = `the signature is of ${dkim.domain}, which does not count for mail from ${from}`
    findings.push(fail('dmarc', words, `Set \`dkim.domain\` to ${from}, with a key that its DNS knows.`))
  }
  if (!isAligned(returnPath, { from, at, mode: tags.aspf })) {
    const words = `the return path is of ${returnPath}, so its SPF does not count for mail from ${from}`
    const remedy = `Take a \`mailbox.return-path\` of ${from}; until then mail passes by its DKIM signature only.`
    findings.push(warn('dmarc', words, remedy))
  }
  return findings
}

/** The same domain, or, unless the policy is strict, one above or below it, or below the one that has the policy. */
function isAligned(other: string, { from, at, mode }: { from: string; at: string; mode: string | undefined }): boolean {
  if (other === from) return true
  return mode?.toLowerCase() !== 's' && (isBelow(from, other) || isBelow(other, at) || other === at)
}

function isBelow(domain: string, above: string): boolean {
  return domain.endsWith(`.${above}`)
}

/** What must arrive, by the domain it is sent to. */
function arrivals({ publisher, mailbox }: Settings): Map<string, string> {
  const addresses: [string, string | null][] = [
    ['answers', publisher.replyTo],
    ['bounces', mailbox.returnPath ?? publisher.sender.email],
    ['unsubscribes', mailbox.unsubscribe],
  ]
  const named = addresses.flatMap(([what, address]) => (address === null ? [] : [{ what, domain: domainOf(address) }]))
  const byDomain = Map.groupBy(named, ({ domain }) => domain)
  return new Map([...byDomain].map(([domain, group]) => [domain, group.map(({ what }) => what).join(' and ')]))
}

async function examineExchangers(domain: string, what: string, dns: SenderDns): Promise<Finding[]> {
  const exchangers = await dns.exchangers(domain)
  const names = exchangers.map(({ exchange }) => exchange).filter(name => name !== '')
  if (names.length > 0) return [ok('mx', `${what} arrive at ${domain}: ${shown(names.join(', '))}`)]
  const remedy = `Add the MX record of the server that has its mailboxes, or take another address in tend.yaml.`
  if (exchangers.length > 0) return [fail('mx', `${domain} takes no mail at all, so no ${what} arrive`, remedy)]
  if ((await dns.addresses(domain)).length === 0) {
    return [fail('mx', `${domain} has no mail server, so no ${what} arrive`, remedy)]
  }
  return [warn('mx', `${domain} has no MX record, only an address: ${what} may arrive there or not`, remedy)]
}

/** `v=DKIM1; p=…` by tag, without blanks in the values. */
function tagsOf(record: string): Record<string, string> {
  const tags = record.split(';').map(tag => {
    const at = tag.indexOf('=')
    return [tag.slice(0, at).trim().toLowerCase(), tag.slice(at + 1).replace(/\s+/g, '')]
  })
  return Object.fromEntries(tags)
}

const SHOWN_MAX = 200

function shown(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
