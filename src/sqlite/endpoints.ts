import type { Endpoint, EndpointToken } from '../domain/endpoint.ts'
import type { EndpointStore } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { and, asc, eq, getTableColumns, sql } from './drizzle.ts'
import { notFound } from './failures.ts'
import { endpoints, endpointTokens } from './schema/index.ts'
import { insertRow } from './statements.ts'

export function endpointStore({ client, db, writes }: Database): EndpointStore {
  const all = db.select().from(endpoints).orderBy(asc(endpoints.createdAt), asc(endpoints.id)).prepare()
  const tokens = db.select().from(endpointTokens).orderBy(asc(endpointTokens.createdAt)).prepare()
  const live = liveEndpoints(db)
  const addEndpoint = insertRow<Endpoint>({ db, table: endpoints })
  const addToken = insertRow<EndpointToken>({ db, table: endpointTokens })
  const revoke = revokers(db)
  const list = client.transaction(() => {
    const known = tokens.all()
    return all.all().map(endpoint => ({ ...endpoint, tokens: known.filter(token => token.endpointId === endpoint.id) }))
  })
  return {
    list: async () => list(),
    add: (endpoint, token) =>
      writes.write(() => {
        addEndpoint.run(endpoint)
        addToken.run(token)
      }),
    byTokenHash: async hash => live.byHash(hash),
    addToken: token => writes.write(() => void addToken.run(token)),
    revokeToken: (id, at) => writes.write(() => revoke.token(id, at)).finally(live.forget),
    revoke: (id, at) => writes.write(() => revoke.endpoint(id, at)).finally(live.forget),
  }
}

/** Another process may revoke a token; this one knows it at once, and so late at most. */
const REMEMBERED_MS = 100

/** Every delivery asks for its endpoint: what was found is remembered for a moment, and forgotten with every change. */
function liveEndpoints(db: Drizzle): { byHash(hash: string): Endpoint | null; forget(): void } {
  const read = liveTokenReader(db)
  const known = new Map<string, Endpoint>()
  const forget = () => known.clear()
  return {
    forget,
    byHash(hash) {
      const remembered = known.get(hash)
      if (remembered !== undefined) return remembered
      const found = read.get({ hash })
      if (found === undefined) return null
      if (known.size === 0) setTimeout(forget, REMEMBERED_MS).unref()
      known.set(hash, found)
      return found
    },
  }
}

function liveTokenReader(db: Drizzle) {
  return db
    .select(getTableColumns(endpoints))
    .from(endpointTokens)
    .innerJoin(endpoints, eq(endpoints.id, endpointTokens.endpointId))
    .where(
      and(
        eq(endpointTokens.hash, sql.placeholder('hash')),
        sql`${endpointTokens.revokedAt} is null and ${endpoints.revokedAt} is null`,
      ),
    )
    .prepare()
}

/** The first revocation counts; a second one changes nothing. */
function revokers(db: Drizzle) {
  const at = sql.placeholder('at')
  const token = db
    .update(endpointTokens)
    .set({ revokedAt: sql`coalesce(${endpointTokens.revokedAt}, ${at})` })
    .where(eq(endpointTokens.id, sql.placeholder('id')))
    .prepare()
  const endpoint = db
    .update(endpoints)
    .set({ revokedAt: sql`coalesce(${endpoints.revokedAt}, ${at})` })
    .where(eq(endpoints.id, sql.placeholder('id')))
    .prepare()
  return {
    token(id: string, at: number): void {
      if (token.run({ id, at }).changes === 0) throw notFound('token', id)
    },
    endpoint(id: string, at: number): void {
      if (endpoint.run({ id, at }).changes === 0) throw notFound('endpoint', id)
    },
  }
}
