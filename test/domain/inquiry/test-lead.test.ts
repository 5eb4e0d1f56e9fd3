import { describe, expect, it } from 'vitest'
import type { MarketplaceLead } from '../../../src/domain/inquiry/marketplace-lead.ts'
import { isTestLead, testLeadTime } from '../../../src/domain/inquiry/test-lead.ts'
import { leadFixtures, leadIn, readFixture } from '../lead-fixtures.ts'

const real = leadIn('full-source.json')
const mark = 'MSFT_TEST_636573304831318844'
const madeAt = Date.UTC(2018, 2, 22, 15, 48, 3)

const withField = (field: string, text: string): MarketplaceLead => ({
  ...real,
  fields: { ...real.fields, [field]: text },
})

describe('a test lead', () => {
  it('is known by each documented mark alone, with the moment it was made', () => {
    const marked = [
      withField('email', `${mark}@test.com`),
      withField('firstName', mark),
      withField('lastName', mark.toLowerCase()),
      withField('company', ` ${mark}`),
      withField('title', mark),
      { ...real, description: mark },
      { ...real, leadSourceRaw: `${mark}-${mark}|Contoso` },
    ]
    for (const lead of marked) {
      expect(isTestLead(lead)).toBe(true)
      expect(Math.floor((testLeadTime(lead) ?? 0) / 1000) * 1000).toBe(madeAt)
    }
  })

  it('is found in the fixtures named after it and nowhere else', () => {
    const found = leadFixtures().filter(file => {
      const read = readFixture(file)
      return read.ok && isTestLead(read.lead)
    })
    expect(found).toEqual(['test-lead-absurd-ticks.json', 'test-lead-in-source.json', 'test-lead-mixed-case.json'])
    expect(testLeadTime(leadIn('test-lead-in-source.json'))).toBe(Date.UTC(2018, 8, 28, 18, 24, 18, 711))
  })

  it('has no moment when its digits are absurd', () => {
    for (const digits of ['1', '', '0'.repeat(18), '9'.repeat(18), '9'.repeat(400), '636573304831318844000']) {
      const lead = withField('firstName', `MSFT_TEST_${digits}`)
      expect([isTestLead(lead), testLeadTime(lead)]).toEqual([true, null])
    }
  })

  it('takes the moment from the first mark that has one', () => {
    expect(testLeadTime({ ...withField('firstName', 'MSFT_TEST_1'), description: mark })).not.toBeNull()
  })

  it('is not a real lead that only resembles one', () => {
    const real = [
      withField('email', `${mark}@example.com`),
      withField('company', `Not ${mark}`),
      withField('title', 'MSFT TEST'),
    ]
    expect(real.map(isTestLead)).toEqual([false, false, false])
    expect(real.map(testLeadTime)).toEqual([null, null, null])
  })
})
