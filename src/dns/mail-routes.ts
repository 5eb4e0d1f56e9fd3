import { providerOfExchangers } from '../domain/mail/mail-exchanger.ts'
import { isReservedName } from '../domain/mail/reserved-name.ts'
import { DAY_MS, HOUR_MS } from '../domain/time/units.ts'
import type { Clock, MailRoutes } from '../engine/ports.ts'
import type { Dns } from './ask-dns.ts'

export interface MailRoutesOptions {
  dns: Pick<Dns, 'exchangers' | 'close'>
  clock: Pick<Clock, 'uptime'>
  /** Whether the DNS may be asked, and what it said be used; asked anew each time. */
  isWanted(): boolean
}

/**
 * Remembers at which provider each domain has its mail, and asks the DNS for the others, a few at a time. Nobody waits for
 * that: until the answer is there, the domain stands for itself.
 */
export function createMailRoutes({ dns, clock, isWanted }: MailRoutesOptions): MailRoutes {
  const memory = createMemory(clock)
  const waiting = new Set<string>()
  const asking = new Set<string>()
  let isClosed = false

  async function ask(domain: string): Promise<void> {
    try {
      memory.keep(domain, providerOfExchangers(await dns.exchangers(domain)), KEEP_MS)
    } catch {
      // Where the mail went yesterday is a better guess than nothing.
      memory.keep(domain, memory.find(domain).provider, KEEP_FAILURE_MS)
    }
    asking.delete(domain)
    askNext()
  }

  function askNext(): void {
    for (const domain of waiting) {
      if (isClosed || asking.size >= SIDE_BY_SIDE) return
      waiting.delete(domain)
      asking.add(domain)
      void ask(domain)
    }
  }

  return {
    providerOf(domain) {
      if (!isWanted() || isReservedName(domain)) return null
      const { provider, isStale } = memory.find(domain)
      if (isStale && !isClosed && !asking.has(domain) && waiting.size < MOST_WAITING) {
        waiting.add(domain)
        askNext()
      }
      return provider
    },
    close() {
      isClosed = true
      dns.close()
    },
  }
}

const KEEP_MS = DAY_MS
const KEEP_FAILURE_MS = HOUR_MS
const SIDE_BY_SIDE = 4
/** Memory stays small, whatever leads write as their domain. */
const MOST_KEPT = 10_000
/** More than these are asked for with their next mail. */
const MOST_WAITING = 1_000

/** A bounded number of domains; the one that was asked for first is forgotten first. */
function createMemory(clock: Pick<Clock, 'uptime'>) {
  const routes = new Map<string, { provider: string | null; askAgainAt: number }>()
  return {
    keep(domain: string, provider: string | null, forMs: number): void {
      routes.delete(domain)
      const oldest = routes.size >= MOST_KEPT ? routes.keys().next().value : undefined
      if (oldest !== undefined) routes.delete(oldest)
      routes.set(domain, { provider, askAgainAt: clock.uptime() + forMs })
    },
    find(domain: string): { provider: string | null; isStale: boolean } {
      const route = routes.get(domain)
      if (route === undefined) return { provider: null, isStale: true }
      return { provider: route.provider, isStale: route.askAgainAt <= clock.uptime() }
    },
  }
}
