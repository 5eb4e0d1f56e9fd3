import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

const ADA = {
  email: 'ada@fabrikam.example',
  firstName: 'Ada',
  action: 'PLT',
  source: 'AppSource',
  offer: 'contoso.analytics',
}

describe('POST /api/v1/leads', () => {
  it('hands the fields over and answers 201 with lead, inquiry, receipt and status', async () => {
    const { api, data } = createTestApp()
    const answer = await api('POST', '/leads', { ...ADA, note: null, budget: 500 })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      status: 'accepted',
      receipt: 'receipt-new',
      lead: { id: 'lead-new', email: ADA.email, createdAt: '2026-11-22T13:05:00.000Z' },
      inquiry: {
        action: 'PLT',
        source: 'AppSource',
        offer: 'contoso.analytics',
        intent: 'active',
        note: null,
        at: '2026-11-22T13:05:00.000Z',
      },
    })
    expect(data.submissions).toEqual([
      { lead: { ...ADA, budget: 500 }, channel: 'api', idempotencyKey: null, at: null },
    ])
  })

  it('takes JSON without a content type too', async () => {
    const { app } = createTestApp()
    const init = {
      method: 'POST',
      body: new TextEncoder().encode(JSON.stringify(ADA)),
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    }
    expect((await app.request('/api/v1/leads', init)).status).toBe(201)
  })

  it('passes the idempotency key on; the same key with another body is a conflict', async () => {
    const { app, data } = createTestApp()
    const send = (body: object) =>
      app.request('/api/v1/leads', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${ADMIN_TOKEN}`,
          'content-type': 'application/json',
          'idempotency-key': 'order-7',
        },
      })
    const [first, again, other] = [await send(ADA), await send(ADA), await send({ ...ADA, firstName: 'Bo' })]
    expect([first.status, again.status, other.status]).toEqual([201, 201, 409])
    expect(await again.json()).toEqual(await first.json())
    expect(data.submissions[0]?.idempotencyKey).toBe('order-7')
  })
})

describe('GET /api/v1/leads', () => {
  it('pages with an opaque cursor until next is null', async () => {
    const { api } = createTestApp({ data: sampleData() })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = (await (await api('GET', `/leads?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)).json()) as {
        items: { id: string }[]
        next: string | null
      }
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(seen).toEqual(['lead-ada', 'lead-bo', 'lead-call', 'lead-stop', 'lead-test'])
  })

  it('filters by address, part of a name and status', async () => {
    const { api } = createTestApp({ data: sampleData() })
    const ids = async (query: string) => {
      const { items } = (await (await api('GET', `/leads?${query}`)).json()) as { items: { id: string }[] }
      return items.map(({ id }) => id)
    }
    expect(await ids('email=bo@northwind.example')).toEqual(['lead-bo'])
    expect(await ids('q=woodgrove')).toEqual(['lead-call'])
    expect(await ids('status=do-not-contact')).toEqual(['lead-stop'])
  })

  it('asks for fifty when no limit is given', async () => {
    const asked: unknown[] = []
    const { api } = createTestApp({
      engine: {
        async listLeads(_, page) {
          asked.push(page)
          return { items: [], next: null }
        },
      },
    })
    expect(await (await api('GET', '/leads')).json()).toEqual({ items: [], next: null })
    expect(asked).toEqual([{ limit: 50, cursor: null }])
  })
})

describe('GET /api/v1/leads/{id}', () => {
  it('shows the lead with everything that belongs to it, in ISO times, and nothing internal', async () => {
    const { api } = createTestApp({ data: sampleData() })
    const answer = await api('GET', '/leads/lead-ada')
    const text = await answer.clone().text()
    const lead = await answer.json()
    expect(lead).toMatchObject({
      id: 'lead-ada',
      status: 'qualified',
      inquiries: [{ action: 'INS' }, { action: 'PLT', campaign: 'blogpost_12' }],
      enrollments: [
        { status: 'active', workflow: 'asked-to-be-contacted', dueAt: '2026-11-23T13:05:00.000Z', endedAt: null },
      ],
      messages: [
        { status: 'sent', sentAt: '2026-11-20T13:05:00.000Z' },
        { status: 'uncertain' },
        { status: 'skipped', sentAt: null },
      ],
      suppressions: [{ reason: 'unsubscribed', liftedAt: '2026-11-20T13:05:00.000Z', until: null }],
      escalations: [
        { status: 'open', acceptBy: '2026-11-22T16:05:00.000Z' },
        { status: 'declined', answerNote: 'too early' },
      ],
      tasks: [],
      signals: [{ kind: 'reply' }],
      scores: [{ points: 40 }, { points: 30 }],
      next: { at: '2026-11-23T13:05:00.000Z', text: expect.stringContaining('next mail') },
    })
    expect(text).not.toContain('stays-inside')
    expect(text).not.toMatch(/"(revision|generation|addressKey|recipientKey|key|requestHash|shiftedFor)"/)
  })

  it('tells the timeline in words', async () => {
    const { api } = createTestApp({ data: sampleData() })
    const { items, next } = (await (await api('GET', '/leads/lead-ada/timeline')).json()) as {
      items: object[]
      next: null
    }
    expect(next).toBeNull()
    expect(items).toHaveLength(6)
    expect(items[0]).toEqual({
      id: 'event-1',
      seq: 1,
      at: '2026-11-19T13:05:00.000Z',
      kind: 'lead-filled',
      text: 'Ada Moreau came from AppSource for Contoso Analytics (INS).',
      data: { fields: [] },
    })
  })

  it('answers an empty timeline for a lead without events', async () => {
    const { api } = createTestApp({ data: sampleData() })
    expect(await (await api('GET', '/leads/lead-bo/timeline')).json()).toEqual({ items: [], next: null })
  })
})

describe('acting on a lead', () => {
  it.each([
    ['do-not-contact', 'do-not-contact'],
    ['qualify', 'qualified'],
    ['disqualify', 'disqualified'],
    ['erase', 'erased'],
  ])('%s needs no body and answers with the lead', async (verb, status) => {
    const { app, data } = createTestApp({ data: sampleData() })
    const init = { method: 'POST', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }
    const answer = await app.request(`/api/v1/leads/lead-bo/${verb}`, init)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id: 'lead-bo', status })
    expect(data.actions).toEqual([{ verb, leadId: 'lead-bo', by: 'api', because: expect.stringMatching(/\w/) }])
  })

  it('passes reason and name on', async () => {
    const { api, data } = createTestApp({ data: sampleData() })
    await api('POST', '/leads/lead-bo/qualify', { reason: 'called us', by: 'Sam' })
    expect(data.actions).toEqual([{ verb: 'qualify', leadId: 'lead-bo', by: 'Sam', because: 'called us' }])
  })

  it('allows contact again only for a reason', async () => {
    const { api, data } = createTestApp({ data: sampleData() })
    for (const body of [undefined, {}, { reason: '  ' }]) {
      const answer = await api('POST', '/leads/lead-stop/allow-contact', body)
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('reason')
    }
    expect(data.actions).toEqual([])
    expect((await api('POST', '/leads/lead-stop/allow-contact', { reason: 'signed up again' })).status).toBe(200)
    expect(data.actions[0]).toMatchObject({ verb: 'allow-contact', because: 'signed up again' })
  })

  it('records a signal at the time it happened, whatever its zone', async () => {
    const { api, data } = createTestApp({ data: sampleData() })
    const answer = await api('POST', '/leads/lead-bo/signals', {
      kind: 'purchase',
      at: '2026-11-22T15:00:00+02:00',
      data: { seats: 4 },
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ kind: 'purchase', at: '2026-11-22T13:00:00.000Z', data: { seats: 4 } })
    expect(data.signals.at(-1)?.at).toBe(Date.UTC(2026, 10, 22, 13))
    expect((await api('POST', '/leads/nobody/signals', { kind: 'reply' })).status).toBe(404)
  })

  it('exports one person', async () => {
    const { api } = createTestApp({ data: sampleData() })
    expect(await (await api('GET', '/leads/lead-bo/export')).json()).toEqual({ lead: 'bo@northwind.example' })
  })
})
