import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

async function read(path: string, data = sampleData()): Promise<string> {
  const { get } = await createTestApp({ data }).signIn()
  const answer = await get(path)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
  return answer.text()
}

describe('the overview', () => {
  it('names everything that needs a person, with the way to settle it', async () => {
    const text = await read('/')
    expect(text).toContain('5 things need you')
    for (const href of [
      '/receipts?outcome=quarantined#receipt-9',
      '/mailbox/message-2',
      '/escalations#escalation-1',
      '/tasks/task-1/close',
    ]) {
      expect(text).toContain(href)
    }
    expect(text).toContain('Run <code>tend check</code>')
    expect(text).toContain('Ada Moreau')
  })

  it('does not say twice what an alert and a list both know', async () => {
    const data = sampleData()
    data.alerts.push({
      id: 'alert-2',
      key: 'quarantine receipt-9',
      kind: 'quarantine',
      message: 'twice told',
      nextAction: 'look',
      raisedAt: 0,
      clearedAt: null,
    })
    expect(await read('/', data)).not.toContain('twice told')
  })

  it('tells a newcomer what to do while nothing has come', async () => {
    const { get } = await createTestApp().signIn()
    const text = await (await get('/')).text()
    expect(text).toContain('No lead has come yet')
    expect(text).toContain('curl -X POST http://localhost/ingest/')
    expect(text).toContain('All is well')
  })
})

describe('leads', () => {
  it('searches and filters, and keeps both in the links', async () => {
    expect(await read('/leads?q=fabrikam')).not.toContain('Northwind')
    const text = await read('/leads?q=a&status=open')
    expect(text).toContain('href="/leads?q=a&amp;status=qualified"')
    expect(await read('/leads?q=nobody-like-this')).toContain('Nobody matches')
    expect(await read('/leads?status=nonsense')).toContain('Moreau')
  })

  it('escapes what strangers wrote', async () => {
    const text = await read('/leads')
    expect(text).toContain('&lt;b&gt;Lindqvist&lt;/b&gt;')
    expect(text).not.toContain('<b>Lindqvist')
    expect(await read('/leads?q=%22%3E%3Cscript%3E')).not.toContain('"><script>')
  })

  it('answers for one lead: who, what they did, what we sent, what is next, and why', async () => {
    const text = await read('/leads/lead-ada')
    for (const words of [
      'Head of Data',
      'asked to be contacted',
      'We have 400 analysts',
      'an answer came first',
      'What happens next',
      'The next mail, “contact/follow-up”',
      '+40',
      'answered the first mail',
      'Reached 70 points',
      'too early',
      'lifted',
      'Handed to sales: reached 70 points.',
    ]) {
      expect(text).toContain(words)
    }
    expect(text.indexOf('Handed to sales')).toBeLessThan(text.indexOf('Ada Moreau came from AppSource'))
    expect(text).not.toContain('stays-inside')
  })

  it('offers to allow contact only where something stands against it', async () => {
    expect(await read('/leads/lead-ada')).not.toContain('Allow contact')
    const stopped = await read('/leads/lead-stop')
    expect(stopped).toContain('Allow contact')
    expect(stopped).toContain('the marketplace sent DNC')
  })

  it('shows times in UTC with their zone, for a script to make local', async () => {
    expect(await read('/leads/lead-ada')).toContain(
      '<time datetime="2026-11-19T13:05:00.000Z">19 Nov 2026, 13:05 UTC</time>',
    )
  })

  it('answers 404 with a page for an unknown lead', async () => {
    const { get } = await createTestApp().signIn()
    const answer = await get('/leads/nobody')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('there is no lead')
  })
})

describe('the other pages', () => {
  it('shows a quarantined delivery as harmless text, with its reason', async () => {
    const text = await read('/receipts?outcome=quarantined')
    expect(text).toContain('Expected JSON, but it ends in the middle of a text')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('evil⟨202E⟩elpmaxe')
    expect(text).toContain('/receipts/receipt-9/replay')
    expect(text).not.toContain('receipt-8')
  })

  it('says of a test lead when the connection was validated', async () => {
    expect(await read('/receipts?outcome=test')).toContain(
      'Connection validated at <time datetime="2026-10-13T13:05:00.000Z">',
    )
  })

  it('marks an escalation that nobody answered in time', async () => {
    const data = sampleData()
    expect(await read('/escalations', data)).not.toContain('>late<')
    for (const escalation of data.escalations) escalation.acceptBy = 0
    expect(await read('/escalations', data)).toContain('>late<')
  })

  it('says when a bad file keeps an old version running', async () => {
    const text = await read('/workflows')
    expect(text).toContain('did you mean &quot;send&quot;?')
    expect(text).toContain('3 active, 1 waiting, 21 finished, 4 stopped')
  })

  it('lists endpoints without their secrets', async () => {
    const text = await read('/endpoints')
    expect(text).toContain('Analytics in AppSource')
    expect(text).not.toContain('good-token')
  })

  it('answers 404 for a page that does not exist, in HTML', async () => {
    const { app } = createTestApp()
    const answer = await app.request('/nothing/here')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('<!doctype html>')
  })

  it('leads on to older rows with the filter kept', async () => {
    const data = sampleData()
    const first = data.leads[0]
    if (first === undefined) throw new Error('the sample has leads')
    data.leads = Array.from({ length: 60 }, (_, index) => ({ ...first, id: `lead-${index}` }))
    expect(await read('/leads?q=ada', data)).toContain('href="/leads?q=ada&amp;cursor=after-50"')
    expect(await read('/leads?q=ada&cursor=after-50', data)).not.toContain('rel="next"')
  })
})
