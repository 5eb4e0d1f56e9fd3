import { Resolver } from 'node:dns/promises'
import type { Exchanger } from '../domain/mail/mail-exchanger.ts'
import { SECOND_MS } from '../domain/time/units.ts'

/** Questions to the DNS. Each resolves also where there is nothing, and rejects when nobody can say within the limit. */
export interface Dns {
  exchangers(domain: string): Promise<Exchanger[]>
  /** TXT records, each in one piece. */
  texts(name: string): Promise<string[]>
  /** Addresses of IPv4. */
  addresses(name: string): Promise<string[]>
  /** Whether there is such a name, whatever it has. */
  exists(name: string): Promise<boolean>
  /** Gives up every question that is open: they would hold up the end of the process. */
  close(): void
}

export interface DnsOptions {
  /** For each question, however often it is asked again. */
  limitMs: number
  /** Name servers in place of those of the machine. */
  servers?: readonly string[] | undefined
}

export function createDns({ limitMs, servers }: DnsOptions): Dns {
  const open = new Set<Resolver>()

  async function ask<T>(question: (resolver: Resolver) => Promise<T>): Promise<T> {
    // One for each question: giving up takes all questions of a resolver.
    const resolver = new Resolver({ timeout: Math.ceil(limitMs / 3), tries: 2 })
    if (servers !== undefined) resolver.setServers(servers)
    open.add(resolver)
    const timer = setTimeout(() => resolver.cancel(), limitMs)
    try {
      return await question(resolver)
    } catch (error) {
      throw new Error(causeWords(error, limitMs), { cause: error })
    } finally {
      clearTimeout(timer)
      open.delete(resolver)
    }
  }

  return {
    exchangers: domain => ask(resolver => orNone(resolver.resolveMx(domain))),
    texts: async name => (await ask(resolver => orNone(resolver.resolveTxt(name)))).map(parts => parts.join('')),
    addresses: name => ask(resolver => orNone(resolver.resolve4(name))),
    exists: name => ask(resolver => isThere(resolver.resolveTxt(name))),
    close() {
      for (const resolver of open) resolver.cancel()
    },
  }
}

const NO_NAME = 'ENOTFOUND'
const NO_RECORD = 'ENODATA'
const NO_ANSWER = new Set(['ETIMEOUT', 'ECANCELLED'])

async function orNone<T>(answer: Promise<T[]>): Promise<T[]> {
  return answer.catch(error => {
    if (codeOf(error) === NO_NAME || codeOf(error) === NO_RECORD) return []
    throw error
  })
}

async function isThere(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    error => {
      if (codeOf(error) === NO_RECORD) return true
      if (codeOf(error) === NO_NAME) return false
      throw error
    },
  )
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

function causeWords(error: unknown, limitMs: number): string {
  if (NO_ANSWER.has(codeOf(error))) return `no answer within ${limitMs / SECOND_MS} s`
  return error instanceof Error ? error.message : String(error)
}
