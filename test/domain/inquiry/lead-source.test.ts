import { describe, expect, it } from 'vitest'
import { readLeadSource } from '../../../src/domain/inquiry/lead-source.ts'

describe('reading a LeadSource', () => {
  it.each([
    ['AzureMarketplace-INS|contoso.analytics', 'AzureMarketplace', 'INS', 'contoso.analytics', null],
    [
      ' Azure Marketplace – ins ｜ contoso.analytics.basic ',
      'AzureMarketplace',
      'INS',
      'contoso.analytics.basic',
      null,
    ],
    ['AppSource (SPZA)-StartTestDrive|Contoso Analytics', 'AppSource', 'StartTestDrive', null, 'Contoso Analytics'],
    ['spza', 'AppSource', '', null, null],
    ['AzurePortal-', 'AzurePortal', '', null, null],
    ['AzurePortal-Free-Trial|a.b', 'AzurePortal', 'Free-Trial', 'a.b', null],
    ['Partner-web-PLT|a.b', 'Partner-web', 'PLT', 'a.b', null],
    ['Partner-web|a.b', 'Partner-web', '', 'a.b', null],
    ['INS|a.b', '', 'INS', 'a.b', null],
    ['AppSource (SPZA) DNC|a.b', 'AppSource', 'DNC', 'a.b', null],
    ['Somewhere - do not contact', 'Somewhere', 'DNC', null, null],
    ['Ask the DNC team', 'Ask the DNC team', '', null, null],
    ['SPZADNC', 'SPZADNC', '', null, null],
    ['AzureMarketplace-INS|a.b|c', 'AzureMarketplace', 'INS', null, 'a.b|c'],
    ['AzureMarketplace-INS|', 'AzureMarketplace', 'INS', null, null],
    ['|', '', '', null, null],
    ['', '', '', null, null],
  ])('takes %j apart', (text, source, action, offer, offerText) => {
    expect(readLeadSource(text)).toMatchObject({ source, action, offer, offerText })
  })
})
