import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { HttpEnv } from './deps.ts'
import { LOCAL_TIMES_SCRIPT } from './pages/local-times.ts'

export const STYLE = readFileSync(new URL('./pages/style.css', import.meta.url), 'utf8')

export const STYLE_PATH = `/assets/tend-${shortHash(STYLE)}.css`
export const SCRIPT_PATH = `/assets/tend-${shortHash(LOCAL_TIMES_SCRIPT)}.js`

/** Public, named by content, kept by browsers for ever. */
export function createAssets(): Hono<HttpEnv> {
  const assets = new Hono<HttpEnv>()
  const serve = (path: string, type: string, content: string) =>
    assets.get(path, c => {
      c.header('Cache-Control', 'public, max-age=31536000, immutable')
      return c.body(content, 200, { 'Content-Type': `${type}; charset=utf-8` })
    })
  serve(STYLE_PATH, 'text/css', STYLE)
  serve(SCRIPT_PATH, 'text/javascript', LOCAL_TIMES_SCRIPT)
  return assets
}

function shortHash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}
