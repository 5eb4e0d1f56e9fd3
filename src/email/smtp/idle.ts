import type { SmtpSession } from './session.ts'

/** Open connections that wait for the next mail; each says goodbye by itself after a while. */
export interface IdleSessions {
  keep(session: SmtpSession): void
  /** The one used last that still looks alive, or null. */
  take(): SmtpSession | null
  quitAll(): Promise<void>
}

export function createIdleSessions(idleMs: number): IdleSessions {
  const resting: { session: SmtpSession; timer: NodeJS.Timeout }[] = []

  function retire(session: SmtpSession): void {
    const place = resting.findIndex(rest => rest.session === session)
    if (place !== -1) resting.splice(place, 1)
    void session.quit()
  }

  return {
    keep(session) {
      if (!session.isAlive()) return session.drop()
      const timer = setTimeout(() => retire(session), idleMs)
      timer.unref()
      resting.push({ session, timer })
    },
    take() {
      for (let rest = resting.pop(); rest !== undefined; rest = resting.pop()) {
        clearTimeout(rest.timer)
        if (rest.session.isAlive()) return rest.session
        rest.session.drop()
      }
      return null
    },
    async quitAll() {
      const leaving = resting.splice(0)
      for (const { timer } of leaving) clearTimeout(timer)
      await Promise.all(leaving.map(({ session }) => session.quit()))
    },
  }
}
