import { Resolver } from 'node:dns/promises'
import type { Exchanger } from '../domain/mail-exchanger.ts'
import { SECOND_MS } from '../domain/units.ts'

/** Questions to the DNS. Each resolves with no records where there are none, and rejects when nobody can say within the limit. */
export interface Dns {
  exchangers(domain: string): Promise<Exchanger[]>
  /** TXT records, each in one piece. */
  texts(name: string): Promise<string[]>
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

  async function ask<T>(question: (resolver: Resolver) => Promise<T[]>): Promise<T[]> {
    // One for each question: giving up takes all questions of a resolver.
    const resolver = new Resolver({ timeout: Math.ceil(limitMs / 3), tries: 2 })
    if (servers !== undefined) resolver.setServers(servers)
    open.add(resolver)
    const timer = setTimeout(() => resolver.cancel(), limitMs)
    try {
      return await question(resolver)
    } catch (error) {
      if (NOTHING_THERE.has(codeOf(error))) return []
      throw new Error(causeWords(error, limitMs), { cause: error })
    } finally {
      clearTimeout(timer)
      open.delete(resolver)
    }
  }

  return {
    exchangers: domain => ask(resolver => resolver.resolveMx(domain)),
    texts: async name => (await ask(resolver => resolver.resolveTxt(name))).map(parts => parts.join('')),
    close() {
      for (const resolver of open) resolver.cancel()
    },
  }
}

/** The name does not exist, or has no record of the kind. */
const NOTHING_THERE = new Set(['ENOTFOUND', 'ENODATA'])
const NO_ANSWER = new Set(['ETIMEOUT', 'ECANCELLED'])

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

function causeWords(error: unknown, limitMs: number): string {
  if (NO_ANSWER.has(codeOf(error))) return `no answer within ${limitMs / SECOND_MS} s`
  return error instanceof Error ? error.message : String(error)
}
