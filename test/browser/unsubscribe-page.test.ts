import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, createGround, eventually, type Ground, type RunningProduct } from '../support/running-product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

let ground: Ground
let product: RunningProduct
let browser: Browser
let page: Page
let link: string
const faults: string[] = []

beforeAll(async () => {
  ground = createGround()
  for (const [name, text] of Object.entries(TWO_WORKFLOWS.workflows)) ground.write(`workflows/${name}`, text)
  for (const [name, text] of Object.entries(TWO_WORKFLOWS.templates)) ground.write(`templates/${name}`, text)
  product = await ground.up()
  browser = await chromium.launch({ executablePath: process.env.BROWSER ?? '/usr/bin/chromium', args: FLAGS })
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
  // As where a proxy lets nothing but these pages through.
  await context.route(/^(?!.*\/u\/)/, route => route.abort())
  page = await context.newPage()
  page.on('console', message => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('requestfailed', request => faults.push(request.url()))
  await product.deliver(leadBody({ details: { country: 'IE' } }))
  link = await eventually('the mail with its link', linkOfMail)
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await ground?.clear()
})

async function linkOfMail(): Promise<string> {
  const { json } = await product.api('GET', '/messages?status=sent')
  const mail = json.items.find((item: { kind: string }) => item.kind === 'nurture')
  if (mail === undefined) return ''
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const { text } = await product.fetch(`/mailbox/${mail.id}`, { headers })
  return /\/u\/msg_[\w.-]+/.exec(text)?.[0] ?? ''
}

async function look(name: string): Promise<string> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true })
  return page.locator('body').innerText()
}

describe('the page behind the link in a mail, with no script and nothing else to fetch', () => {
  it('offers less before nothing, and has its style', async () => {
    await page.goto(`${product.url}${link}`)
    const words = await look('choices')
    for (const expected of [
      'Unsubscribe',
      '2 weeks',
      '1 month',
      '6 months',
      'No more about',
      'Nothing has changed yet',
    ])
      expect(words).toContain(expected)
    const main = page.getByRole('button', { name: 'Unsubscribe' })
    const colour = await main.evaluate('button => getComputedStyle(button).backgroundColor')
    expect(colour).not.toBe('rgba(0, 0, 0, 0)')
  })

  it('takes a pause, then a topic, then everything', async () => {
    await page.getByRole('group', { name: 'Or take a break' }).getByRole('button', { name: '1 month' }).click()
    expect(await look('paused')).toContain('Paused until')
    await page.getByRole('button', { name: 'No more about' }).click()
    expect(await page.getByRole('button', { name: 'No more about' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    expect(await look('unsubscribed')).toContain('You are unsubscribed')
    const { json } = await product.api('GET', '/suppressions')
    const reasons = new Set(json.items.map(({ reason }: { reason: string }) => reason))
    expect([...reasons].toSorted()).toEqual(['offer-declined', 'snoozed', 'unsubscribed'])
  })

  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${product.url}${link}`)
    const { width, content } = await page
      .locator('html')
      .evaluate(root => ({ width: root.clientWidth, content: root.scrollWidth }))
    expect(content).toBeLessThanOrEqual(width)
    await page.goto(`${product.url}/u/not-ours`)
    expect(await look('unknown')).toContain('This link does not work')
  })

  it('causes no fault', () => {
    expect(faults.filter(fault => !fault.includes('404'))).toEqual([])
  })
})
