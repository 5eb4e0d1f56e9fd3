import { request } from 'node:http'
import { ADMIN_TOKEN, type Ground, INGEST_TOKEN } from '../product/ground.ts'
import type { Delivery, History } from './history.ts'

export interface HttpAnswer {
  status: number
  text: string
}

const ANSWER_WITHIN_MS = 30_000

/** Delivers one lead as the marketplace does, and keeps what was answered. Never throws. */
export async function deliver(
  ground: Ground,
  history: History,
  lead: { email: string; action: Delivery['action']; note?: string },
): Promise<Delivery> {
  const { email, action, note = '' } = lead
  const body = JSON.stringify({
    UserDetails: { FirstName: 'Eva', LastName: 'Nová', Email: email, Phone: '', Country: 'CZ', Company: 'Firma' },
    LeadSource: 'AzureMarketplace',
    ActionCode: action,
    OfferTitle: 'Contoso Analytics',
    Description: note,
  })
  const answer = await ask(ground, { method: 'POST', path: `/ingest/${INGEST_TOKEN}`, body })
  const said = answer === null ? {} : jsonOf(answer.text)
  const delivery: Delivery = {
    email,
    action,
    status: answer?.status ?? null,
    receipt: typeof said.receipt === 'string' ? said.receipt : null,
    outcome: typeof said.status === 'string' ? said.status : null,
    at: Date.now(),
  }
  history.deliveries.push(delivery)
  return delivery
}

/** Presses the one-click link of a mail; true once the product says that it is done. */
export async function unsubscribe(ground: Ground, path: string): Promise<boolean> {
  const body = 'List-Unsubscribe=One-Click'
  const answer = await ask(ground, { method: 'POST', path, body, type: 'application/x-www-form-urlencoded' })
  return answer?.status === 200
}

/** What the API says of the lead; null while there is none, or no product. */
export async function leadStatus(ground: Ground, email: string): Promise<string | null> {
  const answer = await callApi(ground, `/leads?email=${encodeURIComponent(email)}`)
  const items = answer === null ? [] : (answer.items as { status: string }[] | undefined)
  return items?.[0]?.status ?? null
}

/** The JSON of a GET; null without an answer of 200. */
export async function callApi(ground: Ground, path: string): Promise<Record<string, unknown> | null> {
  const answer = await ask(ground, { method: 'GET', path: `/api/v1${path}` })
  return answer?.status === 200 ? jsonOf(answer.text) : null
}

interface Question {
  method: string
  path: string
  body?: string
  type?: string
}

function ask(ground: Ground, { method, path, body, type = 'application/json' }: Question): Promise<HttpAnswer | null> {
  return new Promise(resolve => {
    const headers = { 'content-type': type, authorization: `Bearer ${ADMIN_TOKEN}`, connection: 'close' }
    const asked = request(`${ground.url}${path}`, { method, headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (words: string) => {
        text += words
      })
      // The status alone is the promise, but a line that ended within the answer gave none.
      response.on('end', () => resolve(response.complete ? { status: response.statusCode ?? 0, text } : null))
      response.on('error', () => resolve(null))
      response.on('close', () => resolve(null))
    })
    asked.setTimeout(ANSWER_WITHIN_MS, () => asked.destroy())
    asked.on('error', () => resolve(null))
    asked.end(body)
  })
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
