import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, SECOND_MS } from '../../src/domain/time/units.ts'
import { hearClicks } from '../../src/engine/hear-clicks.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { productHttp } from '../support/product-http.ts'
import { FOLLOW_UP, leadBody } from '../support/stories.ts'

const ADDRESS = 'eva@example.com'
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
const LINKS = '\nRead [the guide](https://contoso.example/guide?a=1&b=2) or [book](https://contoso.example/call).\n'

let product: Product

async function begin(clicks: 'on' | 'off') {
  product = await startProduct({
    settings: `${PLAIN_SETTINGS}links: {utm: {source: marketplace}, clicks: "${clicks}"}\n`,
    workflows: {
      'asked.yaml':
        'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - send: asked/welcome\n  - wait-for: click\n    up-to: 3 days\n    then:\n      - finish: clicked\n',
    },
    templates: { 'asked/welcome.hbs': `${FOLLOW_UP}${LINKS}` },
  })
  await product.deliver(leadBody())
  await product.drainDue(product.clock.now())
}

beforeEach(() => begin('on'))
afterEach(() => product.close())

async function mail() {
  const { messages } = await product.lead(ADDRESS)
  const bytes = await product.app.store.messages.mail(messages[0]?.id ?? '')
  return Buffer.from(bytes?.bytes ?? [])
    .toString()
    .replaceAll(/=\r\n/g, '')
    .replaceAll('=3D', '=')
}

async function clickPaths() {
  const found = [...(await mail()).matchAll(/href="http[^"]*?(\/c\/[^"]+)"/g)].map(([, path]) => path ?? '')
  return [...new Set(found)]
}

const http = () => productHttp(product)

const signals = async () => (await product.lead(ADDRESS)).signals

async function judged() {
  product.clock.advance(30 * SECOND_MS)
  await hearClicks(product.app.context)
  return signals()
}

describe('a link of a mail', () => {
  it('leads over Tend to where it led, with its tags, and wakes who waits for a click', async () => {
    product.clock.advance(HOUR_MS)
    const [guide] = await clickPaths()
    const answer = await http().request(guide ?? '', { headers: BROWSER })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'https://contoso.example/guide?a=1&b=2&utm_source=marketplace',
    ])
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await judged()).toMatchObject([{ kind: 'click', data: { link: expect.stringContaining('/guide') } }])
    await product.drainDue(product.clock.now())
    expect((await product.lead(ADDRESS)).enrollments[0]).toMatchObject({ status: 'finished', endReason: 'clicked' })
  })

  it('counts once, however often it is followed', async () => {
    product.clock.advance(HOUR_MS)
    const [guide] = await clickPaths()
    for (let again = 0; again < 3; again += 1) {
      await http().request(guide ?? '', { headers: BROWSER })
      await judged()
    }
    expect(await signals()).toHaveLength(1)
  })

  it('is no click where a scanner follows all of them', async () => {
    product.clock.advance(HOUR_MS)
    for (const path of await clickPaths()) await http().request(path, { headers: BROWSER })
    expect(await judged()).toEqual([])
  })

  it.each([
    [
      'with another address in it',
      (path: string) => path.replace(/\.[^.]+\./, `.${Buffer.from('https://evil.example').toString('base64url')}.`),
    ],
    ['with another mail in it', (path: string) => path.replace('msg_', 'msg_0')],
    ['cut off', (path: string) => path.slice(0, -3)],
  ])('leads nowhere %s', async (_what, forge) => {
    const [guide] = await clickPaths()
    const answer = await http().request(forge(guide ?? ''), { headers: BROWSER })
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null])
  })

  it('never is the way out, and never stands in the text part', async () => {
    const all = await mail()
    expect(all).toMatch(/List-Unsubscribe: <http\S+\/u\//)
    expect(all.split('text/html')[0]).not.toContain('/c/')
    expect(all.split('text/html')[0]).toContain('https://contoso.example/guide')
  })
})

it('leads straight to its place by default', async () => {
  await product.close()
  await begin('off')
  expect(await clickPaths()).toEqual([])
  expect(await mail()).toContain('href="https://contoso.example/call?utm_source')
})
