import { expect, it } from 'vitest'
import { MINUTE_MS } from '../../src/domain/time/units.ts'
import { createProviderPaces } from '../../src/engine/keep-provider-pace.ts'
import { fakeClock } from '../support/fake-clock.ts'

function setup() {
  const clock = fakeClock('2026-11-24T10:00:00Z')
  const paces = createProviderPaces(clock, { providerOf: () => null })
  const placeOf = (id: string) => paces.placeFor({ id, to: `${id}@example.com` }) - clock.now()
  return { clock, paces, placeOf }
}

it('keeps a place for the mail that it was given to', () => {
  const { clock, paces, placeOf } = setup()
  paces.slowDown('ann@example.com')
  expect([placeOf('ann'), placeOf('bob')]).toEqual([3_000, 6_000])
  clock.advance(2_000)
  expect(placeOf('bob')).toBe(4_000)
  clock.advance(4_000)
  expect(placeOf('bob')).toBe(0)
})

it('lets nobody leave at a place that was given before the provider asked for still less', () => {
  const { clock, paces, placeOf } = setup()
  paces.slowDown('ann@example.com')
  const mails = Array.from({ length: 20 }, (_, index) => `mail-${index}`)
  for (const mail of mails) placeOf(mail)
  clock.advance(MINUTE_MS)
  paces.slowDown('ann@example.com')
  expect(mails.map(placeOf)).toEqual(mails.map((_, index) => (index + 1) * 6_000))
})
