import { hash, randomBytes } from 'node:crypto'
import type { Endpoint, EndpointToken } from '../domain/endpoint.ts'
import { TendError } from '../domain/errors.ts'
import type { EngineContext } from './context.ts'
import type { EndpointView } from './engine-api.ts'

/** Tokens that may live at once: the one in use and the one it is rotated to. */
const MOST_LIVE_TOKENS = 2

/** The endpoint behind a token that came in a URL, or null. Only hashes are compared. */
export function findEndpoint(context: EngineContext, token: string): Promise<Endpoint | null> {
  return context.store.endpoints.byTokenHash(hashToken(token))
}

/** Every endpoint with its tokens, without the tokens' texts, which nobody has. */
export async function listEndpoints(context: EngineContext): Promise<EndpointView[]> {
  const endpoints = await context.store.endpoints.list()
  return endpoints.map(endpoint => ({
    ...endpoint,
    tokens: endpoint.tokens.map(({ id, createdAt, revokedAt }) => ({ id, createdAt, revokedAt })),
  }))
}

/** A new secret ingest URL. `token` is for endpoints whose token is set from outside; otherwise it is made. */
export async function addEndpoint(
  context: EngineContext,
  request: Pick<Endpoint, 'label' | 'offer' | 'environment'> & { token?: string },
): Promise<{ endpoint: Endpoint; token: string }> {
  const { label, offer, environment } = request
  const token = request.token ?? newToken()
  const endpoint: Endpoint = {
    id: context.newId('endpoint'),
    label,
    offer: offer?.toLowerCase() ?? null,
    environment,
    createdAt: context.clock.now(),
    revokedAt: null,
    lastReceiptAt: null,
    lastValidatedAt: null,
  }
  await context.store.endpoints.add(endpoint, tokenRow(context, endpoint.id, token))
  return { endpoint, token }
}

/** A second token beside the old one; the third would end the oldest. */
export async function rotateEndpoint(
  context: EngineContext,
  id: string,
): Promise<{ endpoint: Endpoint; token: string }> {
  const endpoint = await liveEndpoint(context, id)
  const live = endpoint.tokens.filter(token => token.revokedAt === null).sort((a, b) => a.createdAt - b.createdAt)
  const surplus = live.slice(0, Math.max(0, live.length - MOST_LIVE_TOKENS + 1))
  const token = newToken()
  await context.store.endpoints.addToken(tokenRow(context, endpoint.id, token))
  for (const old of surplus) await context.store.endpoints.revokeToken(old.id, context.clock.now())
  return { endpoint, token }
}

/** Ends an endpoint with all its tokens: from now on its URLs answer 404. */
export async function revokeEndpoint(context: EngineContext, id: string): Promise<void> {
  const endpoint = await liveEndpoint(context, id)
  await context.store.endpoints.revoke(endpoint.id, context.clock.now())
}

/**
 * Adopts a token from outside as the default endpoint's, once. A revoked one stays revoked: a start does not undo what
 * somebody decided. Two processes may do it at the same moment.
 */
export async function ensureDefaultEndpoint(context: EngineContext, token: string): Promise<void> {
  if (await isSettled(context, token)) return
  try {
    await adoptToken(context, token)
  } catch (error) {
    if (!(await isSettled(context, token))) throw error
  }
}

async function isSettled(context: EngineContext, token: string): Promise<boolean> {
  if ((await findEndpoint(context, token)) !== null) return true
  const endpoints = await context.store.endpoints.list()
  const hash = hashToken(token)
  if (!endpoints.some(({ tokens }) => tokens.some(known => known.hash === hash))) return false
  context.log.warn(
    'The ingest token of this start is revoked, so its URL answers 404. Set TEND_INGEST_TOKEN to another one, or use an endpoint of `tend endpoint list`.',
  )
  return true
}

async function adoptToken(context: EngineContext, token: string): Promise<void> {
  const endpoints = await context.store.endpoints.list()
  const known = endpoints.find(({ label, revokedAt }) => label === 'default' && revokedAt === null)
  if (known !== undefined) return context.store.endpoints.addToken(tokenRow(context, known.id, token))
  await addEndpoint(context, { label: 'default', offer: null, environment: 'live', token })
}

/** 256 random bits as they may stand in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

function tokenRow(context: EngineContext, endpointId: string, token: string): EndpointToken {
  const createdAt = context.clock.now()
  return { id: context.newId('token'), endpointId, hash: hashToken(token), createdAt, revokedAt: null }
}

function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

async function liveEndpoint(context: EngineContext, id: string) {
  const endpoints = await context.store.endpoints.list()
  const endpoint = endpoints.find(known => known.id === id || known.label === id)
  if (endpoint !== undefined && endpoint.revokedAt === null) return endpoint
  throw new TendError({
    code: 'not-found',
    message: `There is no live endpoint ${id}.`,
    nextAction: 'List them with `tend endpoint list`.',
  })
}
