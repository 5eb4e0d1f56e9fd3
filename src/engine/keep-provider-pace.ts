import { mailProvider } from '../domain/mail/mail-provider.ts'
import { type ProviderPace, slower, takePlace } from '../domain/mail/provider-pace.ts'
import { SECOND_MS } from '../domain/time/units.ts'
import type { Clock, DeliveryOutcome, MailRoutes } from './ports.ts'

/** How fast each mail provider wants its mail, as this process has learnt it. Forgotten at its end: a provider says it again. */
export interface ProviderPaces {
  /** When the mail may leave: now, or at the place that it is given and keeps until the provider asks for less again. */
  placeFor(mail: { id: string; to: string }): number
  /** Notes what the server said to a mail to the address. */
  hear(address: string, outcome: DeliveryOutcome): void
  /** A report says that the provider took a mail of ours too fast. */
  slowDown(address: string): void
}

/** A domain that is found at a provider while it has a pace of its own has the provider's from then on. */
export function createProviderPaces(clock: Clock, routes: Pick<MailRoutes, 'providerOf'>): ProviderPaces {
  const paces = new Map<string, ProviderPace>()
  const places = new Map<string, { at: number; changedAt: number }>()

  function slowDown(address: string): void {
    const provider = mailProvider(address, routes.providerOf)
    paces.set(provider, slower(paces.get(provider) ?? null, clock.uptime()))
  }

  /** By the clock that nobody can set: what the wall clock does must not hold up mail. */
  function placeByUptime({ id, to }: { id: string; to: string }): number {
    const now = clock.uptime()
    const provider = mailProvider(to, routes.providerOf)
    const known = paces.get(provider)
    const given = places.get(id)
    places.delete(id)
    if (known === undefined) return now
    const isKept = given?.changedAt === known.changedAt
    if (isKept && given.at <= now + TOLERANCE_MS) return now
    const { at, pace } = isKept ? { at: given.at, pace: known } : takePlace(known, now)
    if (at > now) places.set(id, { at, changedAt: known.changedAt })
    if (pace === null) paces.delete(provider)
    else paces.set(provider, pace)
    return at
  }

  return {
    placeFor(mail) {
      return clock.now() + Math.ceil(placeByUptime(mail) - clock.uptime())
    },
    hear(address, outcome) {
      if (outcome.kind === 'refused' && isTooFast(outcome)) slowDown(address)
    },
    slowDown,
  }
}

/** The two clocks differ by so little at most when a mail comes back at its place. */
const TOLERANCE_MS = SECOND_MS

/** 421 and 4.7.x: the server would take the mail, but not so much of it (RFC 5321, RFC 3463). */
function isTooFast({ code, enhanced }: { code: number; enhanced: string | null }): boolean {
  return code === 421 || (enhanced?.startsWith('4.7.') ?? false)
}
