import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDns } from '../../src/dns/ask-dns.ts'
import { createMailRoutes } from '../../src/dns/mail-routes.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import type { MailRoutes } from '../../src/engine/ports.ts'
import { type DnsServer, startDnsServer } from '../support/dns-server.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'

const AT_GOOGLE = { MX: ['aspmx.l.google.com', 'alt1.aspmx.l.google.com'] }
const AT_MICROSOFT = { MX: ['fabrikam-com.mail.protection.outlook.com'] }

let server: DnsServer
let clock: FakeClock
let routes: MailRoutes
let isWanted: boolean
let openQuestions: number

beforeEach(async () => {
  server = await startDnsServer({ 'fabrikam.com': AT_GOOGLE })
  clock = fakeClock('2026-11-24T10:00:00Z')
  isWanted = true
  openQuestions = 0
  routes = open()
})

afterEach(async () => {
  routes.close()
  await server.stop()
})

function open(limitMs = 2_000): MailRoutes {
  const dns = createDns({ limitMs, servers: [server.address] })
  const exchangers = (domain: string) => {
    openQuestions += 1
    return dns.exchangers(domain).finally(() => {
      openQuestions -= 1
    })
  }
  return createMailRoutes({ dns: { ...dns, exchangers }, clock, isWanted: () => isWanted })
}

const becomes = (domain: string, provider: string) =>
  vi.waitFor(() => expect(routes.providerOf(domain)).toBe(provider), { timeout: 5_000, interval: 10 })
const hears = (count: number) =>
  vi.waitFor(() => expect(new Set(server.asked).size).toBe(count), { timeout: 5_000, interval: 10 })

/** Resolves when everything asked so far has its answer, or never will. */
async function answered(): Promise<void> {
  await vi.waitFor(() => expect(openQuestions).toBe(0), { timeout: 5_000, interval: 10 })
  await nextTurn()
}

describe('where a domain has its mail', () => {
  it('is unknown at first, and known from then on, for one question', async () => {
    for (let mail = 0; mail < 10; mail += 1) expect(routes.providerOf('fabrikam.com')).toBeNull()
    await becomes('fabrikam.com', 'google')
    expect(server.asked).toEqual(['MX fabrikam.com'])
  })

  it('is asked anew after a day, and what was known counts until the answer', async () => {
    await becomes('fabrikam.com', 'google')
    clock.advance(DAY_MS - 1)
    expect(routes.providerOf('fabrikam.com')).toBe('google')
    server.table['fabrikam.com'] = AT_MICROSOFT
    clock.advance(1)
    expect(routes.providerOf('fabrikam.com')).toBe('google')
    await becomes('fabrikam.com', 'microsoft')
    expect(server.asked).toHaveLength(2)
  })

  it('is nowhere in particular for a day, where there is no exchanger or one of its own', async () => {
    server.table['own.com'] = { MX: ['mail.own.com'] }
    for (const domain of ['own.com', 'none.com']) routes.providerOf(domain)
    await answered()
    clock.advance(DAY_MS - 1)
    for (const domain of ['own.com', 'none.com']) expect(routes.providerOf(domain)).toBeNull()
    expect(server.asked.toSorted()).toEqual(['MX none.com', 'MX own.com'])
  })

  it('is found in an answer that is too long for one datagram', async () => {
    const more = Array.from({ length: 80 }, (_, index) => `mx-${index}.backup-of-fabrikam.com`)
    server.table['fabrikam.com'] = { MX: [...AT_GOOGLE.MX, ...more] }
    await becomes('fabrikam.com', 'google')
    expect(server.asked).toEqual(['MX fabrikam.com', 'MX fabrikam.com'])
  })
})

describe('a name server that does not answer', () => {
  it('is left in peace about the domain for an hour', async () => {
    server.mood = 'failing'
    routes.providerOf('fabrikam.com')
    await answered()
    server.mood = 'answering'
    const before = server.asked.length
    clock.advance(HOUR_MS - 1)
    expect(routes.providerOf('fabrikam.com')).toBeNull()
    expect(openQuestions).toBe(0)
    clock.advance(1)
    await becomes('fabrikam.com', 'google')
    expect(server.asked).toHaveLength(before + 1)
  })

  it('takes nothing away that was known', async () => {
    await becomes('fabrikam.com', 'google')
    server.mood = 'failing'
    clock.advance(DAY_MS)
    expect(routes.providerOf('fabrikam.com')).toBe('google')
    await answered()
    expect(server.asked.length).toBeGreaterThan(1)
    expect(routes.providerOf('fabrikam.com')).toBe('google')
  })

  it('gets a few questions at once, and the others when their time is up', async () => {
    routes.close()
    routes = open(300)
    server.mood = 'silent'
    const domains = Array.from({ length: 10 }, (_, index) => `company-${index}.com`)
    for (const domain of domains) routes.providerOf(domain)
    await hears(4)
    await hears(8)
    server.mood = 'answering'
    server.table['company-9.com'] = AT_GOOGLE
    await becomes('company-9.com', 'google')
    await answered()
    expect(new Set(server.asked).size).toBe(10)
    expect(routes.providerOf('company-0.com')).toBeNull()
    expect(openQuestions).toBe(0)
  })

  it('does not keep the process from its end', async () => {
    server.mood = 'silent'
    const code = `
      import { createDns } from './src/dns/ask-dns.ts'
      import { createMailRoutes } from './src/dns/mail-routes.ts'
      const dns = createDns({ limitMs: 60_000, servers: ['${server.address}'] })
      const routes = createMailRoutes({ dns, clock: { uptime: () => 0 }, isWanted: () => true })
      routes.providerOf('fabrikam.com')
      process.stdin.once('data', () => { routes.close(); process.stdin.destroy() })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    const exit = once(child, 'exit')
    await hears(1)
    child.stdin?.end('close\n')
    // The limit of the test is shorter than that of the question.
    expect(await exit).toEqual([0, null])
  })
})

describe('nobody is asked', () => {
  it('about names for examples, when it is not wanted, and after the end', async () => {
    for (const domain of ['fabrikam.example', 'a.test', 'b.invalid', 'c.localhost', 'mail.example.com']) {
      expect(routes.providerOf(domain)).toBeNull()
    }
    await becomes('fabrikam.com', 'google')
    isWanted = false
    expect(routes.providerOf('fabrikam.com')).toBeNull()
    expect(routes.providerOf('northwind.com')).toBeNull()
    isWanted = true
    routes.close()
    expect(routes.providerOf('northwind.com')).toBeNull()
    expect(routes.providerOf('fabrikam.com')).toBe('google')
    expect(openQuestions).toBe(0)
    expect(server.asked).toEqual(['MX fabrikam.com'])
  })
})

it('forgets the domain that was asked for first, when there are too many', async () => {
  const exchangers = async () => [{ exchange: 'aspmx.l.google.com', priority: 1 }]
  const many = createMailRoutes({ dns: { exchangers, close: () => undefined }, clock, isWanted: () => true })
  for (let number = 0; number <= 10_000; number += 1) {
    many.providerOf(`company-${number}.com`)
    // A thousand may wait at most.
    if (number % 500 === 0) await vi.waitFor(() => expect(many.providerOf(`company-${number}.com`)).toBe('google'))
  }
  await vi.waitFor(() => expect(many.providerOf('company-10000.com')).toBe('google'))
  expect(many.providerOf('company-1.com')).toBe('google')
  expect(many.providerOf('company-0.com')).toBeNull()
})
