import { describe, expect, it } from 'vitest'
import { TendError } from '../../../src/domain/errors.ts'
import { parseSmtpUrl } from '../../../src/email/smtp/url.ts'

describe('SMTP_URL', () => {
  it('reads host, port, credentials and options', () => {
    expect(
      parseSmtpUrl(
        'smtp://jana%40contoso.example:p%3Ass%2F@mail.contoso.example:2525?requireTLS=true&name=tend.contoso.example',
      ),
    ).toEqual({
      host: 'mail.contoso.example',
      port: 2525,
      isImplicitTls: false,
      startTls: 'required',
      verifyCertificate: true,
      auth: { user: 'jana@contoso.example', pass: 'p:ss/' },
      name: 'tend.contoso.example',
      isLoopback: false,
    })
  })

  it('chooses the port by what the URL says', () => {
    const ports = ['smtp://relay.example', 'smtp://u:p@relay.example', 'smtps://relay.example'].map(
      url => parseSmtpUrl(url).port,
    )
    expect(ports).toEqual([25, 587, 465])
  })

  it.each([
    ['smtp://localhost', 'never', true],
    ['smtp://127.8.0.1:2525', 'never', true],
    ['smtp://[::1]:25', 'never', true],
    ['smtp://127.0.0.1?requireTLS=true', 'required', true],
    ['smtp://relay.example', 'when-offered', false],
    ['smtp://u:p@relay.example', 'required', false],
    ['smtp://u:p@relay.example?requireTLS=false', 'when-offered', false],
  ])('%s uses STARTTLS %s', (url, startTls, isLoopback) => {
    expect(parseSmtpUrl(url)).toMatchObject({ startTls, isLoopback })
  })

  it('strips the brackets of an IPv6 host', () => {
    expect(parseSmtpUrl('smtp://[2001:db8::1]:25')).toMatchObject({ host: '2001:db8::1', isLoopback: false })
  })

  it.each([
    'mail.contoso.example',
    'http://relay.example',
    'smtp://',
    '',
    'smtp://relay.example?requireTLs=true',
    'smtp://relay.example?requireTLS=maybe',
  ])('refuses %j with what to do', url => {
    expect(() => parseSmtpUrl(url)).toThrow(TendError)
  })

  it('never repeats the password', () => {
    for (const url of [
      'http://u:geheim@relay.example',
      'smtp://u:geheim%@relay.example',
      'smtp://u:geheim@relay.example?x=1',
    ]) {
      expect(() => parseSmtpUrl(url)).toThrow(/^(?!.*geheim)/)
    }
  })
})
