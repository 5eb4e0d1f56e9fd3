// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { LEAST, read, readGood, told } from './settings-texts.ts'

const pemOf = (type: 'rsa' | 'ec', bits = 2048) =>
  (type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: bits })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const KEY = pemOf('rsa')
const dkim = (domain: string) => `dkim: {domain: ${domain}, selector: tend, key: "\${DKIM_KEY}"}\n`

describe('an address that gets tokens', () => {
  test('keeps room for them', () => {
    const { mailbox } = readGood(
      'mailbox: {return-path: bounces@contoso.example, unsubscribe: leave@contoso.example}\n',
    )
    expect(mailbox).toMatchObject({ returnPath: 'bounces@contoso.example', unsubscribe: 'leave@contoso.example' })
    const longest = `${'a'.repeat(21)}@contoso.example`
    expect(readGood(`mailbox: {return-path: ${longest}}\n`).mailbox.returnPath).toBe(longest)
    expect(told(`mailbox: {return-path: a${longest}}\n`)).toEqual([
      `1:24 TEND-S010 \`return-path\` must be an address with at most 21 characters before its at sign: a token of 42 comes behind them, and a server takes 64, but is \`a${longest}\` — Write, for example, \`return-path: bounces@contoso.example\`.`,
    ])
  })
})

test('the DNS is asked for the providers of leads, unless that is off', () => {
  expect(readGood('').providerLookup).toBe(true)
  expect(readGood('provider-lookup: on\n').providerLookup).toBe(true)
  expect(readGood('provider-lookup: "off"\n').providerLookup).toBe(false)
  expect(told('provider-lookup: sometimes\n').join()).toContain('TEND-S010 `provider-lookup` must be `on` or `off`')
})

describe('a signature', () => {
  const problems = (sections: string, key = KEY, more: Record<string, string> = {}) =>
    read(LEAST + sections, { DKIM_KEY: key, ...more }).problems.map(
      ({ code, message, hint }) => `${code} ${message} — ${hint}`,
    )

  test('is of the domain of the sender, or of its organisation', () => {
    for (const domain of ['contoso.example', 'mail.contoso.example', 'CONTOSO.example']) {
      expect(problems(dkim(domain))).toEqual([])
    }
    expect(problems(dkim('fabrikam.example'))).toEqual([
      'TEND-S010 `domain` is not the domain of the sender, so the signature says nothing for mail from `contoso.example` — Write `domain: contoso.example`, with the key that its DNS knows.',
    ])
  })

  test('follows the sender that the environment names', () => {
    const named = { MAIL_FROM: 'Jana <jana@mail.fabrikam.example>' }
    expect(problems(dkim('fabrikam.example'), KEY, named)).toEqual([])
    expect(problems(dkim('contoso.example'), KEY, named).join()).toContain('Write `domain: mail.fabrikam.example`')
  })

  test('takes RSA keys that verifiers accept, and never shows one', () => {
    for (const key of [pemOf('ec'), pemOf('rsa', 1024), 'no key']) {
      const [problem = '', ...others] = problems(dkim('contoso.example'), key)
      expect(problem).toContain('TEND-S010 `key` must be a private RSA key of 2048 bits or more')
      expect(problem).not.toContain('BEGIN')
      expect(problem).not.toContain('no key')
      expect(others).toEqual([])
    }
  })
})
