import { describe, expect, it } from 'vitest'
import { readMail } from '../../src/http/read-mail.ts'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` }

describe('the mailbox as data', () => {
  it('gives sent mail with its text and HTML to a program', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const { items, next } = (await (await app.request('/mailbox', { headers: bearer })).json()) as {
      items: Record<string, string>[]
      next: null
    }
    expect(next).toBeNull()
    expect(items.map(({ id }) => id)).toEqual(['message-1', 'message-4', 'message-5'])
    expect(items[0]).toEqual({
      id: 'message-1',
      messageId: '<message-1@contoso.example>',
      to: 'ada.moreau@fabrikam.example',
      subject: 'Your question about Contoso Analytics',
      status: 'sent',
      sentAt: '2026-11-20T13:05:00.000Z',
      text: expect.stringContaining('Contoso Analytics – shall we talk on Tuesday?'),
      html: expect.stringContaining('<b>Contoso Analytics</b> –'),
    })
  })

  it('pages and filters by status', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const page = (await (await app.request('/mailbox?limit=1', { headers: bearer })).json()) as {
      items: unknown[]
      next: string
    }
    expect([page.items.length, page.next]).toEqual([1, 'after-1'])
    const skipped = (await (await app.request('/mailbox?status=skipped', { headers: bearer })).json()) as {
      items: object[]
    }
    expect(skipped.items).toMatchObject([{ id: 'message-3', text: null, html: null, sentAt: null }])
  })

  it('answers JSON to a session that asks for it, and a page to a browser with the token', async () => {
    const { app, signIn } = createTestApp({ data: sampleData() })
    const { cookie } = await signIn()
    const data = await app.request('/mailbox', { headers: { cookie, accept: 'application/json' } })
    expect(data.headers.get('content-type')).toContain('application/json')
    const page = await app.request('/mailbox', { headers: { ...bearer, accept: 'text/html,application/json;q=0.9' } })
    expect(page.headers.get('content-type')).toContain('text/html')
  })
})

describe('one mail', () => {
  it('is shown in a frame without rights, its pictures and scripts blocked', async () => {
    const { get } = await createTestApp({ data: sampleData() }).signIn()
    const answer = await get('/mailbox/message-1')
    const text = await answer.text()
    expect(text).toContain('<iframe class="mail" title="The mail as it looks" sandbox ')
    expect(text).toMatch(
      /srcdoc="&lt;!doctype html&gt;&lt;meta http-equiv=&quot;Content-Security-Policy&quot; content=&quot;default-src &#39;none&#39;/,
    )
    expect(text).not.toContain('<script>document')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("style-src 'self' 'unsafe-inline'")
    expect(policy).toContain("img-src 'self' data:")
    expect((await get('/mailbox')).headers.get('content-security-policy')).not.toContain('unsafe-inline')
  })

  it('is shown as text, and with its headers decoded', async () => {
    const { get } = await createTestApp({ data: sampleData() }).signIn()
    const text = await (await get('/mailbox/message-1?view=text')).text()
    expect(text).toContain('thank you for asking about Contoso Analytics – shall we talk on Tuesday?')
    expect(text).not.toContain('<iframe')
    expect(await (await get('/mailbox/message-1?view=headers')).text()).toContain('List-Unsubscribe=One-Click')
  })

  it('is downloaded byte for byte', async () => {
    const { data, signIn } = createTestApp({ data: sampleData() })
    const answer = await (await signIn()).get('/mailbox/message-1.eml')
    expect(answer.headers.get('content-type')).toBe('message/rfc822')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="message-1.eml"')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(data.mails.get('message-1')?.bytes)
  })

  it('asks for a word when nobody knows whether it arrived, and only then', async () => {
    const { get } = await createTestApp({ data: sampleData() }).signIn()
    expect(await (await get('/mailbox/message-2')).text()).toContain('It did not, send it again')
    expect(await (await get('/mailbox/message-1')).text()).not.toContain('send it again')
  })

  it('says so when it has no bytes, and answers 404 when there is no such mail', async () => {
    const { get } = await createTestApp({ data: sampleData() }).signIn()
    expect(await (await get('/mailbox/message-3')).text()).toContain('There are no bytes')
    expect((await get('/mailbox/message-3.eml')).status).toBe(404)
    expect((await get('/mailbox/nothing')).status).toBe(404)
  })
})

describe('reading a mail', () => {
  it('reads base64 in another charset', async () => {
    const lines = [
      'Subject: =?UTF-8?B?SGVqIMOlIQ==?=',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: base64',
      '',
      'SOlsbG8=',
    ]
    const { text, html, headers } = await readMail(new TextEncoder().encode(lines.join('\r\n')))
    expect([text?.trim(), html]).toEqual(['Héllo', null])
    expect(headers[0]).toEqual({ name: 'Subject', value: 'Hej å!' })
  })

  it('survives bytes that are no mail', async () => {
    const read = await readMail(new Uint8Array([0, 255, 13, 10, 200]))
    expect(read.html).toBeNull()
  })
})
