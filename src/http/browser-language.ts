import type { Context } from 'hono'

/** The language that the browser asks for first, such as `cs`; null where it says nothing. */
export function browserLanguage(c: Context): string | null {
  const first = /^\s*([a-z]{2,3})\b/i.exec(c.req.header('accept-language') ?? '')?.[1]
  return first?.toLowerCase() ?? null
}
