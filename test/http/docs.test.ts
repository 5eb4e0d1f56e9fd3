import { describe, expect, it } from 'vitest'
import { createTestApp } from '../support/http-app.ts'

const DOCUMENTED = [
  'post /ingest/{token}',
  'get /u/{token}',
  'post /u/{token}',
  'post /webhooks/{provider}/{token}',
  'get /healthz',
  'get /readyz',
  'get /metrics',
  'post /api/v1/leads',
  'get /api/v1/leads',
  'get /api/v1/leads/{id}',
  'get /api/v1/leads/{id}/timeline',
  'post /api/v1/leads/{id}/do-not-contact',
  'post /api/v1/leads/{id}/allow-contact',
  'post /api/v1/leads/{id}/qualify',
  'post /api/v1/leads/{id}/disqualify',
  'post /api/v1/leads/{id}/erase',
  'get /api/v1/leads/{id}/export',
  'post /api/v1/leads/{id}/signals',
  'get /api/v1/messages',
  'post /api/v1/messages/{id}/resolve',
  'get /api/v1/escalations',
  'post /api/v1/escalations/{id}/accept',
  'post /api/v1/escalations/{id}/decline',
  'get /api/v1/tasks',
  'post /api/v1/tasks/{id}/close',
  'post /api/v1/alerts/{id}/dismiss',
  'get /api/v1/receipts',
  'post /api/v1/receipts/{id}/replay',
  'get /api/v1/workflows',
  'post /api/v1/workflows/{id}/pause',
  'post /api/v1/workflows/{id}/resume',
  'get /api/v1/suppressions',
  'post /api/v1/suppressions',
  'delete /api/v1/suppressions/{id}',
  'get /api/v1/endpoints',
  'post /api/v1/endpoints',
  'post /api/v1/endpoints/{id}/rotate',
  'post /api/v1/endpoints/{id}/revoke',
  'get /api/v1/stats',
  'get /api/v1/alerts',
]

type Document = {
  openapi: string
  paths: Record<string, Record<string, { summary?: string; security?: unknown; responses: object }>>
}

describe('the description of the API', () => {
  it('names every promised route, each with a summary, and nothing else', async () => {
    const answer = await createTestApp().app.request('/openapi.json')
    const document = (await answer.json()) as Document
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map(method => `${method} ${path}`),
    )
    expect(operations.sort()).toEqual([...DOCUMENTED].sort())
    for (const item of Object.values(document.paths)) {
      for (const operation of Object.values(item)) expect(operation.summary).toMatch(/\w/)
    }
  })

  it('says of every API route that it needs the token and may answer 401', async () => {
    const document = (await (await createTestApp().app.request('/openapi.json')).json()) as Document
    for (const [path, item] of Object.entries(document.paths)) {
      if (!path.startsWith('/api/')) continue
      for (const operation of Object.values(item)) {
        expect(operation.security).toEqual([{ bearer: [] }])
        expect(operation.responses).toHaveProperty('401')
      }
    }
  })

  it('resolves every reference', async () => {
    const text = await (await createTestApp().app.request('/openapi.json')).text()
    const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } }
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) expect(document.components.schemas).toHaveProperty(name)
  })

  it('is readable as a page of our own that fetches nothing from elsewhere', async () => {
    const { app } = createTestApp()
    const answer = await app.request('/docs')
    const text = await answer.text()
    expect(answer.status).toBe(200)
    for (const operation of DOCUMENTED) expect(text).toContain(`<code>${operation.split(' ')[1]}</code>`)
    expect(text).toContain('-H &quot;Authorization: Bearer $TOKEN&quot;')
    expect(text).toContain('ada@fabrikam.example')
    const sources = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, source]) => source)
    for (const source of sources) expect(source).toMatch(/^(\/|data:)/)
    expect(text).not.toContain('undefined')
    expect(text).not.toContain('[object Object]')
  })
})
