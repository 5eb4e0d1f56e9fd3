import { Hono } from 'hono'
import type { HttpDeps, HttpEnv } from './deps.ts'

/** `/healthz` says that the process answers, `/readyz` that it can work. */
export function createHealth(deps: HttpDeps): Hono<HttpEnv> {
  const health = new Hono<HttpEnv>()
  health.get('/healthz', c => c.json({ status: 'ok' }))
  health.get('/readyz', async c => {
    const { ready, degraded } = await readHealth(deps)
    if (!ready) return c.json({ status: 'unready', degraded }, 503)
    return c.json({ status: degraded.length === 0 ? 'ready' : 'degraded', degraded })
  })
  return health
}

async function readHealth(deps: HttpDeps) {
  try {
    return await deps.engine.readHealth()
  } catch (error) {
    deps.log.error('The state of health could not be read', error)
    return { ready: false, degraded: ['the store does not answer'], lostAlarms: 0 }
  }
}
