import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailProvider } from '../../../src/domain/mail/mail-provider.ts'
import { type ProviderPace, slower, takePlace } from '../../../src/domain/mail/provider-pace.ts'
import { MINUTE_MS } from '../../../src/domain/time/units.ts'

const T0 = Date.parse('2026-11-24T10:00:00Z')

describe('the pace of a mail provider', () => {
  it('begins with 20 mails a minute, and is halved at each further wish', () => {
    const first = slower(null, T0)
    expect(first.perMinute).toBe(20)
    expect(slower(first, T0 + MINUTE_MS).perMinute).toBe(10)
  })

  it('takes the refusals of one moment for one wish', () => {
    const first = slower(null, T0)
    expect(slower(first, T0 + 1_000)).toBe(first)
  })

  it('never falls below one mail a minute', () => {
    let pace = slower(null, T0)
    for (let wish = 1; wish < 20; wish += 1) pace = slower(pace, T0 + wish * MINUTE_MS)
    expect(pace.perMinute).toBe(1)
  })

  it('gives places at its distance, one after the other', () => {
    let pace: ProviderPace | null = slower(null, T0)
    const places: number[] = []
    for (let mail = 0; mail < 3 && pace !== null; mail += 1) {
      const place = takePlace(pace, T0)
      places.push(place.at - T0)
      pace = place.pace
    }
    expect(places).toEqual([3_000, 6_000, 9_000])
  })

  it('doubles every ten minutes without a wish, until nobody is held up any more', () => {
    const pace = slower(null, T0)
    const later = takePlace(pace, T0 + 10 * MINUTE_MS)
    expect((later.pace?.nextAt ?? 0) - later.at).toBe(1_500)
    expect(takePlace(pace, T0 + 40 * MINUTE_MS)).toEqual({ at: T0 + 40 * MINUTE_MS, pace: null })
  })

  it('moves a long line up faster as the pace comes back', () => {
    let pace: ProviderPace | null = slower(null, T0)
    let last = 0
    for (let mail = 0; mail < 3_000 && pace !== null; mail += 1) {
      const place = takePlace(pace, T0)
      last = place.at - T0
      pace = place.pace
    }
    // 20 a minute for ten minutes, then 40, 80 and 160: by then the line is gone.
    expect(last).toBeLessThan(41 * MINUTE_MS)
  })

  it('begins a new line at each further wish', () => {
    let pace: ProviderPace = slower(null, T0)
    for (let mail = 0; mail < 100; mail += 1) pace = takePlace(pace, T0).pace ?? pace
    expect(takePlace(slower(pace, T0 + MINUTE_MS), T0 + MINUTE_MS).at - T0).toBe(MINUTE_MS + 6_000)
  })

  it('gives no place before now and none before the one that was given last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 600_000 }), fc.boolean())), moves => {
        let now = T0
        let pace: ProviderPace | null = slower(null, now)
        let last = 0
        for (const [ms, isWish] of moves) {
          now += ms
          if (isWish && slower(pace, now) !== pace) {
            pace = slower(pace, now)
            last = 0
          }
          if (pace === null) return
          const place = takePlace(pace, now)
          if (place.at < now || place.at < last) throw new Error('a place before its turn')
          last = place.at
          pace = place.pace
        }
      }),
    )
  })
})

describe('a mail provider', () => {
  it('is one for all its domains, and the domain where it serves one', () => {
    expect(mailProvider('a@gmail.com')).toBe(mailProvider('b@GOOGLEMAIL.com'))
    expect(mailProvider('a@example.com')).toBe('example.com')
  })

  it('is where the domain has its mail, but for domains that everybody knows', () => {
    const providerOf = (domain: string) => (domain === 'fabrikam.com' || domain === 'gmx.de' ? 'google' : null)
    expect(mailProvider('a@Fabrikam.com', providerOf)).toBe(mailProvider('b@gmail.com', providerOf))
    expect(mailProvider('a@gmx.de', providerOf)).toBe('gmx')
    expect(mailProvider('a@northwind.com', providerOf)).toBe('northwind.com')
  })
})
