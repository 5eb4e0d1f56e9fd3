import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { STYLE } from './assets.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'

const POLICY: Record<string, string> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
}

const FIXED: Record<string, string> = {
  'Content-Security-Policy': writePolicy(POLICY),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

export function secureAnswers(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  const headers = Object.entries(secureHeaders(deps))
  return async (c, next) => {
    for (const [name, value] of headers) c.header(name, value)
    await next()
  }
}

/** What every answer carries. */
export function secureHeaders({ secureCookies }: Pick<HttpDeps, 'secureCookies'>): Record<string, string> {
  return secureCookies ? { ...FIXED, 'Strict-Transport-Security': 'max-age=31536000' } : FIXED
}

/** The page that shows a mail: a srcdoc frame inherits the policy of its page, and mail lives on inline styles. */
export function allowInlineStyles(c: Context): void {
  c.header(
    'Content-Security-Policy',
    writePolicy({ ...POLICY, 'style-src': "'self' 'unsafe-inline'", 'frame-src': "'self'" }),
  )
}

/** The page that carries its own style and no script: only that very style counts. */
export function allowOwnStyle(c: Context): void {
  c.header('Content-Security-Policy', OWN_STYLE)
}

const OWN_STYLE = writePolicy({
  ...POLICY,
  'script-src': "'none'",
  'style-src': `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
})

function writePolicy(policy: Record<string, string>): string {
  return Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
