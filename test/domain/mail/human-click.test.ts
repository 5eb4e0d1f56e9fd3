import { expect, it } from 'vitest'
import { type ClickLook, humanClicks } from '../../../src/domain/mail/human-click.ts'

const SENT = Date.parse('2026-11-24T10:00:00Z')
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

function look(part: Partial<ClickLook> & { after?: number } = {}): ClickLook {
  const { after = 3_600, ...rest } = part
  return { link: 'https://contoso.example/a', at: SENT + after * 1_000, method: 'GET', userAgent: BROWSER, ...rest }
}

const links = (...looks: ClickLook[]) => humanClicks(looks, SENT).map(({ link }) => link.slice(-1))

it('is one look with a browser', () => {
  expect(links(look())).toEqual(['a'])
})

it.each([
  ['in the first minute after the mail', look({ after: 59 })],
  ['by HEAD', look({ method: 'HEAD' })],
  ['without a name', look({ userAgent: '' })],
  ['by curl', look({ userAgent: 'curl/8.5' })],
  ['by a gateway that calls itself a browser', look({ userAgent: `${BROWSER} BarracudaCentral` })],
])('is no look %s', (_how, one) => {
  expect(links(one)).toEqual([])
})

it('is none of several links within ten seconds, in whatever order', () => {
  expect(links(look(), look({ link: 'https://contoso.example/b', after: 3_605 }))).toEqual([])
})

it('is none that a HEAD came before', () => {
  expect(links(look({ method: 'HEAD' }), look({ after: 3_602 }))).toEqual([])
})

it('is each of two links that a reader takes the time for', () => {
  expect(links(look(), look({ link: 'https://contoso.example/b', after: 3_630 }))).toEqual(['a', 'b'])
})

it('is the same link twice, as impatient people do', () => {
  expect(links(look(), look({ after: 3_601 }))).toEqual(['a', 'a'])
})
