import { describe, expect, it } from 'vitest'
import { TOKEN_LENGTH, tokenAddress, tokenIn } from '../../src/domain/mail/token-address.ts'
import { type MailTokenPurpose, mailToken, readMailToken } from '../../src/engine/mail-token.ts'
import { newId } from '../../src/new-id.ts'
import { createSigner } from '../../src/secrets.ts'

const ours = { signer: createSigner('a secret of the test') }
const theirs = { signer: createSigner('another secret') }
const PURPOSES: MailTokenPurpose[] = ['return', 'unsubscribe']

describe('a token in an address of ours', () => {
  it.each(PURPOSES)('names its message and what it is for: %s', purpose => {
    for (let count = 0; count < 200; count += 1) {
      const messageId = newId('message')
      const token = mailToken(ours, { purpose, messageId })
      expect(token).toMatch(new RegExp(`^[0-9a-z]{${TOKEN_LENGTH}}$`))
      const base = 'unsubscribe@contoso.example'
      const seen = tokenIn(tokenAddress(base, token).toUpperCase(), base)
      expect(readMailToken(ours, seen ?? '')).toEqual({ purpose, messageId })
    }
  })

  it('is the same every time, and another one for each purpose and message', () => {
    const [one, other] = [newId('message'), newId('message')]
    const made = [one, other].flatMap(messageId => PURPOSES.map(purpose => mailToken(ours, { purpose, messageId })))
    expect(new Set(made).size).toBe(4)
    expect(mailToken(ours, { purpose: 'return', messageId: one })).toBe(made[0])
  })

  it('cannot be made without the secret, nor changed by a letter', () => {
    const messageId = newId('message')
    const token = mailToken(ours, { purpose: 'unsubscribe', messageId })
    expect(readMailToken(theirs, token)).toBeNull()
    for (let at = 0; at < token.length; at += 1) {
      const letter = token[at] === '0' ? '1' : '0'
      expect(readMailToken(ours, token.slice(0, at) + letter + token.slice(at + 1))).toBeNull()
    }
  })

  it('is read from nothing else', () => {
    const messageId = newId('message')
    const link = `${messageId}.${ours.signer.sign(`unsubscribe ${messageId}`)}`
    for (const text of [
      '',
      'x',
      '0'.repeat(16),
      messageId,
      link,
      `${'é'.repeat(26)}${'0'.repeat(16)}`,
      'z'.repeat(9_999),
    ]) {
      expect(readMailToken(ours, text)).toBeNull()
    }
  })
})
