import type { Hono } from 'hono'
import { createHttpApp } from '../../src/http/app.ts'
import type { HttpEnv } from '../../src/http/deps.ts'
import { NO_TEMPLATES } from './http-app.ts'
import type { Product } from './product.ts'

/** The doors of the real product, without a port. */
export function productHttp({ app, clock }: Product): Hono<HttpEnv> {
  return createHttpApp({
    engine: app.engine,
    clock,
    adminToken: 'admin-token-of-the-test',
    publicUrl: null,
    secureCookies: false,
    settings: () => app.definitions.settings(),
    log: { info: () => undefined, error: () => undefined },
    askAmazon: async () => '',
    version: '0',
    sessionSecret: 'session-secret-of-the-test',
    templates: NO_TEMPLATES,
  })
}
