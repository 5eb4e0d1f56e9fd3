import type { Context } from 'hono'
import type { HttpDeps } from './deps.ts'

/** The URL that goes into Partner Center. */
export function ingestUrl(deps: Pick<HttpDeps, 'publicUrl'>, c: Context, token: string): string {
  const base = deps.publicUrl ?? new URL(c.req.url).origin
  return `${base.replace(/\/+$/, '')}/ingest/${token}`
}
