/**
 * Where a fault may strike, in the order of a session: `DATA` is before the 354, `body` after the first bytes, `dot`
 * after all of them but before the mail is kept, `accepted` between keeping it and saying so.
 */
export type SinkStage = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'accepted'

export type SinkFault =
  | { kind: 'drop' }
  | { kind: 'delay'; ms: number }
  /** Says this in place of the normal answer; a 421 also hangs up. */
  | { kind: 'say'; words: string }

/** The recipient is known from RCPT on. */
export interface Sitting {
  to: string
}

export type FaultAt = (stage: SinkStage, session: Sitting) => SinkFault | null

const STAGES: SinkStage[] = ['MAIL', 'RCPT', 'DATA', 'body', 'dot', 'accepted']
const FAULTS = ['drop', 'drop', 'delay', '421', '4yz', '4yz', '5yz'] as const
/** Greeting and EHLO come once a connection, the rest once a mail: a fifth of the faults is theirs. */
const CONNECTION_SHARE = 0.2
const LONGEST_DELAY_MS = 1_500
const SHORTEST_DELAY_MS = 50

export const noFaults: FaultAt = () => null

/** Strikes about this share of the mails, at a stage and in a way that the numbers choose. */
export function randomFaults(random: () => number, share: number): FaultAt {
  const planned = new WeakMap<object, SinkStage | null>()
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T
  return (stage, session) => {
    if (stage === 'greeting' || stage === 'EHLO') {
      return random() < (share * CONNECTION_SHARE) / 2 ? onConnection(pick(FAULTS), random) : null
    }
    if (stage === 'MAIL') planned.set(session, random() < share * (1 - CONNECTION_SHARE) ? pick(STAGES) : null)
    if (planned.get(session) !== stage) return null
    planned.set(session, null)
    return faultOf(pick(FAULTS), stage, random)
  }
}

/** A refusal of the whole connection is as good as a lost one; only a delay and a 421 differ. */
function onConnection(kind: (typeof FAULTS)[number], random: () => number): SinkFault {
  return kind === 'delay' || kind === '421' ? faultOf(kind, 'greeting', random) : { kind: 'drop' }
}

function faultOf(kind: (typeof FAULTS)[number], stage: SinkStage, random: () => number): SinkFault {
  if (kind === 'delay') {
    return { kind, ms: SHORTEST_DELAY_MS + Math.floor(random() * (LONGEST_DELAY_MS - SHORTEST_DELAY_MS)) }
  }
  // What was kept is never refused: only silence or a lost line may hide it.
  if (kind === 'drop' || stage === 'accepted') return { kind: 'drop' }
  if (kind === '421') return { kind: 'say', words: '421 4.3.2 closing' }
  if (kind === '4yz') return { kind: 'say', words: '451 4.3.0 later' }
  return { kind: 'say', words: stage === 'RCPT' ? '550 5.1.1 no such user' : '554 5.7.1 refused by policy' }
}
