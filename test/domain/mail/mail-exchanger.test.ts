import { describe, expect, it, test } from 'vitest'
import { providerOfExchangers } from '../../../src/domain/mail/mail-exchanger.ts'
import { isReservedName } from '../../../src/domain/mail/reserved-name.ts'

const providerOf = (...hosts: string[]) =>
  providerOfExchangers(hosts.map((exchange, index) => ({ exchange, priority: index })))

describe('the provider of an exchanger', () => {
  test.each([
    ['aspmx.l.google.com', 'google'],
    ['ASPMX2.GOOGLEMAIL.COM.', 'google'],
    ['smtp.google.com', 'google'],
    ['fabrikam-com.mail.protection.outlook.com', 'microsoft'],
    ['fabrikam-com.p-v1.mx.microsoft', 'microsoft'],
    ['mx-biz.mail.am0.yahoodns.net', 'yahoo'],
    ['mx01.mail.icloud.com', 'apple'],
    ['mx2.zoho.eu', 'zoho'],
    ['mailsec.protonmail.ch', 'proton'],
    ['in1-smtp.messagingengine.com', 'fastmail'],
    ['mx00.kundenserver.de', 'gmx'],
    ['mx01.ionos.co.uk', 'gmx'],
    ['mx00.emig.gmx.net', 'gmx'],
    ['mx1.mail.ovh.net', 'ovh'],
    ['1a2b3c.mx1.emailprofi.seznam.cz', 'seznam'],
    ['eu-smtp-inbound-1.mimecast.com', 'mimecast'],
    ['mxa-001a2b01.gslb.pphosted.com', 'proofpoint'],
    ['d1234a.ess.barracudanetworks.com', 'barracuda'],
  ])('%s is %s', (host, provider) => {
    expect(providerOf(host)).toBe(provider)
  })

  test.each([
    'mail.fabrikam.com',
    'notgoogle.com',
    'google.com.fabrikam.com',
    'vps-1.ovh.net',
    '12.34.bc.googleusercontent.com',
    '',
    'constructor',
  ])('%j is nobody that serves many', host => {
    expect(providerOf(host)).toBeNull()
  })
})

describe('the provider of a domain', () => {
  it('is that of the exchanger that is asked first', () => {
    expect(providerOf('mail.fabrikam.com', 'aspmx.l.google.com')).toBeNull()
    expect(
      providerOfExchangers([
        { exchange: 'ms12345678.msv1.invalid', priority: 32_767 },
        { exchange: 'fabrikam-com.mail.protection.outlook.com', priority: 0 },
      ]),
    ).toBe('microsoft')
  })

  it('is that of any of those that are asked first', () => {
    const exchangers = ['mx.fabrikam.com', 'mx2.zoho.com'].map(exchange => ({ exchange, priority: 10 }))
    expect(providerOfExchangers(exchangers)).toBe('zoho')
  })

  it('is unknown where there is no exchanger', () => {
    expect(providerOfExchangers([])).toBeNull()
  })
})

test('names for examples belong to nobody, and those that look like them to somebody', () => {
  for (const name of ['fabrikam.example', 'a.test', 'b.invalid', 'localhost', 'EXAMPLE.com', 'mail.example.org.']) {
    expect(isReservedName(name), name).toBe(true)
  }
  for (const name of ['fabrikam.com', 'example.cz', 'myexample.com', 'test.com', 'example.fabrikam.com']) {
    expect(isReservedName(name), name).toBe(false)
  }
})
