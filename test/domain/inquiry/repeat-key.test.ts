import { describe, expect, it } from 'vitest'
import { type DeliveryFacts, repeatKey } from '../../../src/domain/inquiry/repeat-key.ts'
import { leadIn } from '../lead-fixtures.ts'

function deliveryIn(file: string, changes: Partial<DeliveryFacts> = {}): DeliveryFacts {
  const { fields, action, source, offerTitle, description } = leadIn(file)
  return {
    endpointId: 'ep_1',
    fields,
    action,
    source,
    offer: 'contoso.analytics',
    offerTitle,
    description,
    ...changes,
  }
}

const key = (file: string, changes?: Partial<DeliveryFacts>) => repeatKey(deliveryIn(file, changes))

describe('the key of a delivery', () => {
  it('is the same for the same delivery, however it is spelled', () => {
    expect(key('full-source.json')).toMatch(/^[0-9a-f]{64}$/)
    expect(key('bom.json')).toBe(key('full-source.json'))
    expect(key('encoded-twice.json')).toBe(key('camel-case-consumer.json'))
    expect(key('camel-case-consumer.json', { action: 'ins', offer: 'Contoso.Analytics', description: ' ' })).toBe(
      key('camel-case-consumer.json'),
    )
  })

  it('differs with each part', () => {
    const parts: Partial<DeliveryFacts>[] = [
      { endpointId: 'ep_2' },
      { endpointId: null },
      { action: 'PLT' },
      { source: 'AzurePortal' },
      { offer: 'contoso.other' },
      { offerTitle: 'Other' },
      { description: 'Please call me' },
    ]
    const keys = [key('full-source.json'), ...parts.map(part => key('full-source.json', part))]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('goes by the address, else the phone, else name and company, else every field', () => {
    const { fields } = deliveryIn('full-source.json')
    const noEmail = { ...fields, email: null }
    const noPhone = { ...noEmail, phone: null }
    const nameless = { ...noPhone, company: null }
    const keyOf = (raw: typeof fields) => key('full-source.json', { fields: raw })
    expect(keyOf({ ...fields, lastName: 'Other' })).toBe(keyOf(fields))
    expect(keyOf({ ...fields, email: 'SOMEONE@contoso.com' })).toBe(keyOf(fields))
    expect(keyOf({ ...noEmail, lastName: 'Other' })).toBe(keyOf(noEmail))
    expect(keyOf({ ...noPhone, lastName: 'ÓNE' })).toBe(keyOf(noPhone))
    expect(keyOf({ ...noPhone, lastName: 'Other' })).not.toBe(keyOf(noPhone))
    expect(keyOf({ ...nameless, title: 'Other' })).not.toBe(keyOf(nameless))
    expect(new Set([fields, noEmail, noPhone, nameless].map(keyOf)).size).toBe(4)
  })
})
