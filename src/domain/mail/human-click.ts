import { MINUTE_MS, SECOND_MS } from '../time/units.ts'

/** One look at a link of a mail. */
export interface ClickLook {
  link: string
  at: number
  method: string
  userAgent: string
}

/** Looks at links that are not judged yet, by message. A crash forgets them: a click is a hint, and no promise hangs on it. */
export type ClickMemory = Map<string, ClickLook[]>

/** Whoever looks at a link so soon after the mail left has not read it. */
const SOONEST_MS = MINUTE_MS
/** Looks at several links of a mail within so long are one program's. */
export const BURST_MS = 10 * SECOND_MS

const PROGRAMS =
  /bot\b|crawl|spider|scan|preview|prefetch|fetch|proxy|curl|wget|python|java\/|go-http|okhttp|headless|barracuda|proofpoint|mimecast|safelinks|trendmicro|symantec|forcepoint|cisco|sophos|slack|whatsapp|skypeuri|googleimageproxy/i

/**
 * The looks that people made: by GET, not in the first minute, with a browser's name, and with no other link of the same mail
 * within ten seconds. Security gateways follow every link (facts of Rock issue 7034); one HEAD betrays the whole burst.
 */
export function humanClicks(looks: ClickLook[], sentAt: number): ClickLook[] {
  return looks.filter(
    look =>
      look.at - sentAt >= SOONEST_MS &&
      isBrowser(look) &&
      !looks.some(other => Math.abs(other.at - look.at) <= BURST_MS && (other.link !== look.link || !isBrowser(other))),
  )
}

function isBrowser({ method, userAgent }: ClickLook): boolean {
  return method === 'GET' && userAgent.startsWith('Mozilla/') && !PROGRAMS.test(userAgent)
}
