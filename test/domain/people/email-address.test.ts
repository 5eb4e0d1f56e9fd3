import { describe, expect, it } from 'vitest'
import { holdsTwoAddresses, readEmailAddress } from '../../../src/domain/people/email-address.ts'

describe('reading an e-mail address', () => {
  it('keeps the local part as it came and folds it for comparison', () => {
    expect(readEmailAddress(' Jana.N+Azure@Example.COM')).toEqual({
      address: 'Jana.N+Azure@example.com',
      normalised: 'jana.n+azure@example.com',
      domain: 'example.com',
    })
  })

  it.each([
    ['MAILTO:jana@example.com?subject=x', 'jana@example.com'],
    ['<mailto:jana@example.com>', 'jana@example.com'],
    ['< jana@example.com >', 'jana@example.com'],
    ['\ufeffjana@example.com\u200b', 'jana@example.com'],
    ['jana@example.com;', 'jana@example.com'],
    ['jana@example.com.', 'jana@example.com'],
    ['jana@EXÄMPLE.com', 'jana@xn--exmple-cua.com'],
    ['jana@example。com', 'jana@example.com'],
    ['jana@xn--exmple-cua.com', 'jana@xn--exmple-cua.com'],
    ["o'brien!#$%&*+/=?^_`{|}~-@a-1.co.uk", "o'brien!#$%&*+/=?^_`{|}~-@a-1.co.uk"],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('accepts %j', (text, address) => {
    expect(readEmailAddress(text)?.address).toBe(address)
  })

  it.each([
    null,
    '',
    '@',
    'jana',
    '@example.com',
    'jana@',
    'jana@example',
    'jana@.com',
    'jana@example..com',
    'jana@-example.com',
    'jana@example-.com',
    'jana@exa_mple.com',
    'jana@%65xample.com',
    '.jana@example.com',
    'jana.@example.com',
    'ja..na@example.com',
    'ja na@example.com',
    'jana@exam ple.com',
    'jana@127.0.0.1',
    'jana@0x7f.1',
    'jana@[::1]',
    'jana@xn--zzz--.com',
    'jana@xn--a.com',
    'jana@example.com\r\nBcc: x',
    'ja\u0000na@example.com',
    'ja\u202ena@example.com',
    '"jana"@example.com',
    'jana(x)@example.com',
    'Jana <jana@example.com>',
    'x@y.cz <z@w.cz>',
    'a@b.cz,c@d.cz',
    'jana@petr@example.com',
    'jiří@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
    `a${' '.repeat(1_000_000)}@b.cz`,
  ])('refuses %j', text => {
    expect(readEmailAddress(text)).toBeNull()
  })

  it.each([
    'a@b.cz, c@d.cz',
    'a@b.cz c@d.cz',
    'a@b.cz;c@d.cz',
    'A <a@b.cz>, C <c@d.cz>',
    'a@b.cz / c@d.cz',
    'mailto:a@b.cz,c@d.cz',
  ])('sees two addresses in %j', text => {
    expect(holdsTwoAddresses(text)).toBe(true)
    expect(readEmailAddress(text)).toBeNull()
  })

  it.each(['a@b@c.cz', 'Jana <a@b.cz>', 'a@b.cz', 'a@b.cz;', '', '@ @'])('sees no two addresses in %j', text => {
    expect(holdsTwoAddresses(text)).toBe(false)
  })
})
