import type { DeliveryReport } from './delivery-report.ts'
import { blamesReputation, plainWords } from './refusal-words.ts'
import { classifyRefusal, REPORT_STAGE, type RefusalClass, tellingStatus } from './smtp-reply.ts'

export type BounceClass = RefusalClass | 'complaint' | 'unsubscribe'

/** The answer of another server inside that of the one which reports: `-> 550 5.1.1 …`. */
const INNER = /(?<![\d.:/-])([45]\d\d)[ -]\(?#?([45]\.[1-7]\.(?!0\b)\d{1,3})(?![\d.])/
/** Exchange Online gave up; what follows the arrow was only its last try. */
const EXPIRED_START = /^[^>]{0,60}\bmessage expired\b/i
/** Reports in words like to list what may have happened. */
const GUESSED = /\b(?:may|might|possibl[ey]|perhaps|probably|either|reasons?|usually|often|check|make sure|if)\b/i

/**
 * Whose fault a reported failure is, by the enhanced status, then the server's words (RFC 3463; `classifyRefusal`). What a
 * server still tries is `temporary` or `full`; a connection that was tried until the end is `expired`.
 */
export function classifyReport(report: DeliveryReport): BounceClass {
  if (report.kind !== 'bounce') return report.kind
  const inner = INNER.exec(report.diagnostic)
  const enhanced = tellingStatus(report.status) ?? inner?.[2] ?? report.status
  const code = codeOf(report, enhanced, inner === null ? null : Number(inner[1]))
  const kind = classifyRefusal({ code, enhanced, reply: innermost(report.diagnostic), stage: REPORT_STAGE })
  if (kind === 'address' && isGuess(report, enhanced)) return 'policy'
  if (!report.isFinal) return kind === 'full' ? 'full' : 'temporary'
  const wasTried = kind === 'temporary' && (enhanced?.startsWith('4.4.') ?? false)
  return wasTried && !blamesReputation(plainWords(report.diagnostic)) ? 'expired' : kind
}

function isGuess({ code, diagnostic }: DeliveryReport, enhanced: string | null): boolean {
  return code === null && enhanced === null && GUESSED.test(diagnostic)
}

/** What a wrapping server says about the kind of the answer is no word of the server that gave it. */
function innermost(diagnostic: string): string {
  const arrow = diagnostic.indexOf(' -> ')
  return arrow < 0 || EXPIRED_START.test(diagnostic) ? diagnostic : diagnostic.slice(arrow)
}

function codeOf(report: DeliveryReport, status: string | null, inner: number | null): number {
  const { code, isFinal } = report
  if (code !== null && code >= 400 && code <= 599) return code
  if (inner !== null) return inner
  if (status !== null) return status.startsWith('4') ? 450 : 550
  return isFinal ? 550 : 450
}
