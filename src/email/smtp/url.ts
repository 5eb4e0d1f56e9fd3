import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { TendError } from '../../domain/errors.ts'

/** A mail server as `SMTP_URL` names it. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte (`smtps:`). */
  isImplicitTls: boolean
  startTls: 'never' | 'when-offered' | 'required'
  verifyCertificate: boolean
  auth: { user: string; pass: string } | null
  /** Name for EHLO; null: the host's own. */
  name: string | null
  isLoopback: boolean
}

const OPTIONS = ['requireTLS', 'rejectUnauthorized', 'name']

/**
 * Reads `smtp://user:password@host:port?requireTLS=true`. `smtps:` means TLS at once (port 465); else the port is 587
 * with credentials and 25 without. STARTTLS is never used to loopback unless asked for, elsewhere when it is offered;
 * credentials leave this machine only over TLS unless `requireTLS=false` says otherwise.
 * Throws `bad-settings`; the message never repeats the password.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = parsedUrl(text)
  refuseUnknownOptions(url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const auth = url.username === '' ? null : { user: decoded(url.username), pass: decoded(url.password) }
  const isImplicitTls = url.protocol === 'smtps:'
  const isLoopback = isLoopbackHost(host)
  return {
    host,
    port: url.port === '' ? defaultPort(isImplicitTls, auth !== null) : Number(url.port),
    isImplicitTls,
    startTls: startTlsMode(flag(url, 'requireTLS'), isLoopback, auth !== null),
    verifyCertificate: flag(url, 'rejectUnauthorized') ?? true,
    auth,
    name: url.searchParams.get('name'),
    isLoopback,
  }
}

function parsedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw badUrl('SMTP_URL was expected to look like smtp://user:password@host:port and does not')
  }
  return url
}

function refuseUnknownOptions(url: URL): void {
  const unknown = [...url.searchParams.keys()].find(key => !OPTIONS.includes(key))
  if (unknown !== undefined) throw badUrl(`SMTP_URL has the option "${unknown}"; known are ${OPTIONS.join(', ')}`)
}

function flag(url: URL, name: string): boolean | null {
  const text = url.searchParams.get(name)
  if (text === null) return null
  if (text === '' || text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw badUrl(`SMTP_URL option "${name}" was expected to be true or false and is "${text}"`)
}

function startTlsMode(required: boolean | null, isLoopback: boolean, hasAuth: boolean): SmtpServer['startTls'] {
  if (required === true) return 'required'
  if (isLoopback) return 'never'
  return hasAuth && required === null ? 'required' : 'when-offered'
}

function defaultPort(isImplicitTls: boolean, hasAuth: boolean): number {
  if (isImplicitTls) return 465
  return hasAuth ? 587 : 25
}

function isLoopbackHost(host: string): boolean {
  if (isIPv4(host)) return LOOPBACK.check(host)
  if (isIPv6(host)) return LOOPBACK.check(host, 'ipv6')
  return host === 'localhost' || host.endsWith('.localhost')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw badUrl('SMTP_URL has credentials that are not percent-encoded correctly', cause)
  }
}

function badUrl(message: string, cause?: unknown): TendError {
  const nextAction =
    'Set SMTP_URL to smtp://host:25, or smtp://user:password@host:587 with special characters percent-encoded.'
  return new TendError({ code: 'bad-settings', message, nextAction, cause })
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')
