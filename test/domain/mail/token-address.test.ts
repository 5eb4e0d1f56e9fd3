import { describe, expect, it } from 'vitest'
import { hasRoomForToken, TOKEN_LENGTH, tokenAddress, tokenIn } from '../../../src/domain/mail/token-address.ts'

const BASE = 'Bounces@contoso.example'
const TOKEN = 'a'.repeat(TOKEN_LENGTH)

describe('an address with a token', () => {
  it('gives it back, whatever happened to its letters on the way', () => {
    const address = tokenAddress(BASE, TOKEN)
    expect(address).toBe(`Bounces+${TOKEN}@contoso.example`)
    for (const seen of [address, address.toUpperCase(), `<${address}>`, ` ${address} `]) {
      expect(tokenIn(seen, BASE)).toBe(TOKEN)
    }
  })

  it('may have a plus of its own, and a domain of any script', () => {
    expect(tokenIn(tokenAddress('jana+tend@contoso.example', 'x1'), 'jana+tend@contoso.example')).toBe('x1')
    expect(tokenIn('bounces+x1@xn--bcher-kva.example', 'bounces@bücher.example')).toBe('x1')
  })

  it.each([
    ['the base alone', BASE],
    ['an empty token', 'bounces+@contoso.example'],
    ['another name', 'leave+x1@contoso.example'],
    ['a longer name', 'bouncesx+x1@contoso.example'],
    ['another domain', 'bounces+x1@evil.example'],
    ['a domain below', 'bounces+x1@mail.contoso.example'],
    ['no address', 'bounces+x1'],
  ])('is not %s', (_, address) => {
    expect(tokenIn(address, BASE)).toBeNull()
  })

  it('has no token when the base is no address', () => {
    expect(tokenIn(BASE, 'bounces')).toBeNull()
  })

  it('stays within what a server takes', () => {
    const longest = `${'b'.repeat(21)}@contoso.example`
    expect(hasRoomForToken(longest)).toBe(true)
    expect(tokenAddress(longest, TOKEN).split('@')[0]).toHaveLength(64)
    expect(hasRoomForToken(`b${longest}`)).toBe(false)
  })
})
