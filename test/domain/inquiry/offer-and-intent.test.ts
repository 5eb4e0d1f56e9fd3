import { describe, expect, it } from 'vitest'
import { KNOWN_ACTIONS } from '../../../src/domain/inquiry/inquiry.ts'
import { resolveOffer } from '../../../src/domain/inquiry/offer.ts'
import { DEFAULT_INTENTS, intentOf } from '../../../src/domain/intent.ts'

const facts = { offerFromSource: null, endpointOffer: null, offerTitle: null, endpointId: 'ep_1' }

describe('the offer of an inquiry', () => {
  it.each([
    [{ offerFromSource: 'CONTOSO.Analytics', endpointOffer: 'contoso.analytics' }, 'contoso.analytics', 'source', ''],
    [
      { offerFromSource: 'contoso.a', endpointOffer: 'contoso.b', offerTitle: 'C' },
      'contoso.a',
      'source',
      'offer-conflict',
    ],
    [{ endpointOffer: ' Contoso.B ', offerTitle: 'C' }, 'contoso.b', 'endpoint', ''],
    [{ offerTitle: 'Contoso Analytics, 2. vydání' }, 'contoso-analytics-2-vydani', 'title', 'unknown-offer'],
    [{ offerTitle: 'サンプル' }, 'サンプル', 'title', 'unknown-offer'],
    [{ offerTitle: '!!!' }, 'ep_1', 'endpoint-id', 'unknown-offer'],
    [{}, 'ep_1', 'endpoint-id', 'unknown-offer'],
    [{ endpointId: null }, 'unknown', 'endpoint-id', 'unknown-offer'],
  ])('of %j is %s', (known, offer, knownFrom, flags) => {
    const resolved = resolveOffer({ ...facts, ...known })
    expect(resolved).toMatchObject({ offer, knownFrom, conflict: flags === 'offer-conflict' })
    expect(resolved.flags.join(' ')).toBe(flags)
  })

  it('is a short word however long the title', () => {
    expect(resolveOffer({ ...facts, offerTitle: 'word '.repeat(500) }).offer.length).toBeLessThanOrEqual(128)
  })
})

describe('the intent of an inquiry', () => {
  const none = { intents: {}, offers: {} }

  it('has a default for every documented action', () => {
    expect(Object.keys(DEFAULT_INTENTS).sort()).toEqual([...KNOWN_ACTIONS].sort())
    expect(KNOWN_ACTIONS.map(action => intentOf(action, 'a.b', none))).toEqual([
      'active',
      'initial',
      'none',
      'active',
      'test drive',
    ])
  })

  it('is none for an unknown action', () => {
    expect(['FreeTrial', '', 'constructor', '__proto__'].map(action => intentOf(action, 'constructor', none))).toEqual(
      Array(4).fill('none'),
    )
  })

  it('follows the offer, then the settings', () => {
    const settings = {
      intents: { ins: 'initial', FreeTrial: 'test drive' } as const,
      offers: { 'contoso.a': { title: 'A', intents: { INS: 'none' } as const } },
    }
    expect(intentOf('INS', 'contoso.a', settings)).toBe('none')
    expect(intentOf('INS', 'CONTOSO.A', settings)).toBe('none')
    expect(intentOf('INS', 'contoso.b', settings)).toBe('initial')
    expect(intentOf('FreeTrial', 'contoso.a', settings)).toBe('test drive')
    expect(intentOf('Create', 'contoso.a', settings)).toBe('active')
  })

  it('of a DNC is none whatever the settings say', () => {
    expect(intentOf('DNC', 'a.b', { intents: { DNC: 'active' }, offers: {} })).toBe('none')
  })
})
