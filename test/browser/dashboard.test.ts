import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, createGround, eventually, type Ground, type RunningProduct } from '../support/running-product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const NASTY = '<img src=x onerror=alert(1)>"\'{{7*7}}</script><script>alert(2)</script>'

let ground: Ground
let product: RunningProduct
let browser: Browser
let context: BrowserContext
let page: Page
/** What a page must never cause: dialogs, script errors, refusals of the content policy. */
const faults: string[] = []

beforeAll(async () => {
  ground = createGround()
  for (const [name, text] of Object.entries(TWO_WORKFLOWS.workflows)) ground.write(`workflows/${name}`, text)
  for (const [name, text] of Object.entries(TWO_WORKFLOWS.templates)) ground.write(`templates/${name}`, text)
  product = await ground.up()
  browser = await chromium.launch({ executablePath: process.env.BROWSER ?? '/usr/bin/chromium', args: FLAGS })
  context = await browser.newContext({ timezoneId: 'Europe/Prague', locale: 'en-GB' })
  page = await context.newPage()
  page.on('dialog', dialog => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', error => faults.push(`error: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  await product.deliver(leadBody())
  await product.deliver(
    leadBody({
      description: NASTY,
      details: { email: 'nasty@example.com', firstName: NASTY, company: NASTY, title: NASTY },
    }),
  )
  await product.deliver('{"broken')
  await eventually('both welcome mails', async () => {
    const { json } = await product.api('GET', '/messages?status=sent')
    return json.items.filter((item: { kind: string }) => item.kind === 'nurture').length === 2
  })
})

afterAll(async () => {
  await browser?.close()
  await ground?.clear()
})

async function open(path: string): Promise<string> {
  await page.goto(`${product.url}${path}`)
  return page.locator('body').innerText()
}

describe('the dashboard', () => {
  it('lets nobody in without the token, and says how to get in', async () => {
    expect(await open('/leads')).toContain('token')
    expect(page.url()).not.toContain('eva')
  })

  it('lets in with the printed link and keeps the token out of the address', async () => {
    expect(await open(`/?token=${ADMIN_TOKEN}`)).toContain('Eva Nová')
    expect(page.url()).not.toContain(ADMIN_TOKEN)
  })

  it('tells the story of a lead, in the time of the reader', async () => {
    await open('/leads?q=Nov%C3%A1')
    await page.getByRole('link', { name: 'Eva Nová' }).first().click()
    const words = await page.locator('body').innerText()
    for (const expected of ['What happens next', 'What they did', 'What we sent', 'Timeline'])
      expect(words).toContain(expected)
  })

  it('shows hostile words as words, on every page, and nothing breaks', async () => {
    const { json } = await product.api('GET', '/leads?email=nasty@example.com')
    const lead = json.items[0].id
    const { json: detail } = await product.api('GET', `/leads/${lead}`)
    const paths = ['/', '/leads', '/escalations', '/mailbox', '/receipts', '/workflows', '/endpoints', `/leads/${lead}`]
    for (const { id } of detail.messages) paths.push(`/mailbox/${id}`)
    for (const path of [...paths, '/receipts?outcome=quarantined', '/docs', '/nowhere']) await open(path)
    expect(await open(`/leads/${lead}`)).toContain('onerror=alert(1)')
    // The browser tells of the page that is not there, and of the one that asked for the token.
    expect(faults.filter(fault => !/status of 40[14]/.test(fault))).toEqual([])
  })

  it('shows a mail as it looks, without letting it out of its frame', async () => {
    const { json } = await product.api('GET', '/messages?status=sent')
    const mail = json.items.find((item: { to: string }) => item.to === 'eva@example.com')
    await open(`/mailbox/${mail.id}`)
    const frame = page.frameLocator('iframe')
    expect(await frame.locator('body').innerText()).toContain('Eva')
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts')
  })

  it('stops contact with one press', async () => {
    await open('/leads?q=Nov%C3%A1')
    await page.getByRole('link', { name: 'Eva Nová' }).first().click()
    await page.getByRole('button', { name: 'Do not contact' }).click()
    await page.waitForLoadState()
    expect(await page.locator('body').innerText()).toContain('do-not-contact')
    expect((await product.lead('eva@example.com')).status).toBe('do-not-contact')
  })

  it('lets a person out of further mail with one press and no login', async () => {
    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, Accept: 'application/json' }
    const { json } = await product.fetch('/mailbox', { headers })
    const mail = json.items.find((item: { to: string }) => item.to === 'nasty@example.com')
    const link = /http:\/\/\S+\/u\/\S+/.exec(mail.text)?.[0] ?? ''
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(link)
    expect((await product.lead('nasty@example.com')).suppressions).toEqual([])
    await stranger.getByRole('button').first().click()
    await stranger.waitForLoadState()
    expect((await product.lead('nasty@example.com')).suppressions.length).toBeGreaterThan(0)
    await stranger.context().close()
  })
})
