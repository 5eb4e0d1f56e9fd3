import { expect, it } from 'vitest'
import { readSender } from '../../../src/domain/mail/read-sender.ts'

it('is an address, or a name with one', () => {
  const email = 'jana@contoso.example'
  expect(readSender(email)).toEqual({ name: '', email })
  expect(readSender(`Jana at Contoso <${email}>`)).toEqual({ name: 'Jana at Contoso', email })
  expect(readSender(`"Contoso, Jana" <${email}>`)).toEqual({ name: 'Contoso, Jana', email })
})

it('has its international domain as every server reads it', () => {
  expect(readSender('Jana <jana@bücher.example>')?.email).toBe('jana@xn--bcher-kva.example')
})

it('is none that no mail could be written with', () => {
  for (const text of ['', 'nobody', 'Jörg <jörg@contoso.example>', 'a@b.example, c@d.example'])
    expect(readSender(text)).toBeNull()
})
