/**
 * Where a fault may strike, in the order of a session. `DATA` is before the 354, `body` after its first bytes, `dot`
 * after all of it but before the mail counts as accepted, `accepted` after that but before the answer.
 */
export type SinkStage = 'greeting' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'accepted'

export type SinkFault =
  /** Closes the connection without a word. */
  | { kind: 'drop' }
  /** The same with a TCP reset. */
  | { kind: 'reset' }
  /** Answers with this instead; at `body` in the middle of the mail. 421 also closes. An enhanced status goes into the text. */
  | { kind: 'reply'; code: number; text: string }
  /** Goes on after a while. */
  | { kind: 'delay'; ms: number }
  /** Never answers, keeps the connection. */
  | { kind: 'silence' }

export interface SinkMoment {
  stage: SinkStage
  connection: string
  /** Recipient, from `RCPT` on. */
  to: string | null
}

/** The faults still to strike; injected ones first, then whatever the chooser says. */
export function createFaults() {
  type Injected = { stage: SinkStage; fault: SinkFault; times: number; when: (moment: SinkMoment) => boolean }
  let injected: Injected[] = []
  let choose: (moment: SinkMoment) => SinkFault | null = () => null
  return {
    inject: (
      stage: SinkStage,
      fault: SinkFault,
      narrow: { times?: number; when?: (moment: SinkMoment) => boolean } = {},
    ) => {
      injected.push({ stage, fault, times: narrow.times ?? 1, when: narrow.when ?? (() => true) })
    },
    injectBy: (chooser: typeof choose) => {
      choose = chooser
    },
    clear() {
      injected = []
      choose = () => null
    },
    at(moment: SinkMoment): SinkFault | null {
      const hit = injected.find(
        candidate => candidate.stage === moment.stage && candidate.times > 0 && candidate.when(moment),
      )
      if (hit === undefined) return choose(moment)
      hit.times -= 1
      return hit.fault
    },
  }
}

/** Lets a test wait for a condition, which is looked at after every change. */
export function createChanges() {
  const waiting = new Set<() => void>()
  return {
    tell: () => {
      for (const look of waiting) look()
    },
    waitUntil: (isSo: () => boolean, what: string) =>
      new Promise<void>((resolve, reject) => {
        const finish = (end: () => void) => {
          waiting.delete(look)
          clearTimeout(timer)
          end()
        }
        const timer = setTimeout(() => finish(() => reject(new Error(`the SMTP sink waited 10 s for ${what}`))), 10_000)
        const look = () => {
          if (isSo()) finish(resolve)
        }
        waiting.add(look)
        look()
      }),
  }
}
