import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Clock } from '../engine/ports.ts'

export interface Session {
  id: string
  startedAt: number
  seenAt: number
}

export interface Sessions {
  open(c: Context): Session
  /** The session of the request while it is alive; moves its idle limit. */
  read(c: Context): Session | null
  close(c: Context, session: Session): void
  csrfToken(session: Session): string
  isCsrfToken(session: Session, token: unknown): boolean
}

const IDLE_MS = 8 * 3_600_000
const ABSOLUTE_MS = 24 * 3_600_000
const REFRESH_MS = 5 * 60_000

interface SessionDeps {
  clock: Clock
  adminToken: string
  secureCookies: boolean
  sessionSecret: string
}

/**
 * Sessions as signed cookies: a restart keeps people signed in, a new admin token signs everybody out,
 * and signing out is remembered here for as long as the cookie could live.
 */
export function createSessions(deps: SessionDeps): Sessions {
  const key = createHmac('sha256', deps.sessionSecret).update(`session:${deps.adminToken}`).digest()
  const name = deps.secureCookies ? '__Host-tend' : 'tend'
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: deps.secureCookies } as const
  const closed = new Map<string, number>()

  const write = (c: Context, session: Session): Session => {
    setCookie(c, name, seal(key, session), { ...options, maxAge: IDLE_MS / 1000 })
    return session
  }
  return {
    open(c) {
      const now = deps.clock.now()
      return write(c, { id: randomBytes(18).toString('base64url'), startedAt: now, seenAt: now })
    },
    read(c) {
      const now = deps.clock.now()
      const session = unseal(key, getCookie(c, name))
      if (session === null || closed.has(session.id) || !isAlive(session, now)) return null
      return now - session.seenAt < REFRESH_MS ? session : write(c, { ...session, seenAt: now })
    },
    close(c, session) {
      const now = deps.clock.now()
      for (const [id, until] of closed) if (until < now) closed.delete(id)
      closed.set(session.id, session.startedAt + ABSOLUTE_MS)
      deleteCookie(c, name, options)
    },
    csrfToken: session => sign(key, `csrf:${session.id}`),
    isCsrfToken: (session, token) => typeof token === 'string' && isSame(token, sign(key, `csrf:${session.id}`)),
  }
}

/** Compares two texts in constant time, whatever their lengths. */
export function isSame(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHmac('sha256', 'compare').update(text).digest()
}

function isAlive(session: Session, now: number): boolean {
  return now - session.seenAt < IDLE_MS && now - session.startedAt < ABSOLUTE_MS
}

function seal(key: Buffer, session: Session): string {
  const body = [session.id, session.startedAt.toString(36), session.seenAt.toString(36)].join('.')
  return `${body}.${sign(key, body)}`
}

function unseal(key: Buffer, cookie: string | undefined): Session | null {
  const [id, startedAt, seenAt, mac] = (cookie ?? '').split('.')
  if (id === undefined || startedAt === undefined || seenAt === undefined || mac === undefined) return null
  if (!isSame(mac, sign(key, [id, startedAt, seenAt].join('.')))) return null
  return { id, startedAt: Number.parseInt(startedAt, 36), seenAt: Number.parseInt(seenAt, 36) }
}

function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
