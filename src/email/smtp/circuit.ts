/** Whether the server may be bothered: closed until `failures` in a row reach the limit, then open until `openUntil`. */
export interface Circuit {
  failures: number
  /** Null while closed. */
  openUntil: number | null
  backOffMs: number
  /** One delivery is finding out whether the server is back. */
  probing: boolean
  lastReason: string
}

export type Admission = 'pass' | 'probe' | 'refused'

export const CLOSED_CIRCUIT: Circuit = { failures: 0, openUntil: null, backOffMs: 0, probing: false, lastReason: '' }

const FAILURES_TO_OPEN = 5
const FIRST_BACK_OFF_MS = 5_000
const LONGEST_BACK_OFF_MS = 300_000

/** Asks for leave to try. An open circuit lets one probe through each time its back-off has passed. */
export function admit(circuit: Circuit, now: number): { circuit: Circuit; admission: Admission } {
  if (circuit.openUntil === null) return { circuit, admission: 'pass' }
  if (isRefusing(circuit, now)) return { circuit, admission: 'refused' }
  return { circuit: { ...circuit, probing: true }, admission: 'probe' }
}

export function isRefusing(circuit: Circuit, now: number): boolean {
  return circuit.openUntil !== null && (circuit.probing || now < circuit.openUntil)
}

/** The server answered: whatever it said about the mail, the line works. */
export function afterAnswer(): Circuit {
  return CLOSED_CIRCUIT
}

/** The line failed. A failed probe doubles the back-off; stragglers of before the opening change nothing. */
export function afterFailure(
  circuit: Circuit,
  failure: { now: number; reason: string; admission: Admission },
): Circuit {
  const { now, reason, admission } = failure
  if (circuit.openUntil !== null) return admission === 'probe' ? reopened(circuit, now, reason) : circuit
  const failures = circuit.failures + 1
  if (failures < FAILURES_TO_OPEN) return { ...circuit, failures, lastReason: reason }
  const backOffMs = FIRST_BACK_OFF_MS
  return { failures, openUntil: now + backOffMs, backOffMs, probing: false, lastReason: reason }
}

/** Why nothing is sent, in words that start with `circuit open`; null while the circuit is closed. */
export function circuitTrouble(circuit: Circuit, now: number): string | null {
  if (circuit.openUntil === null) return null
  const seconds = Math.max(0, Math.ceil((circuit.openUntil - now) / 1000))
  const wait = circuit.probing || seconds === 0 ? 'being probed' : `next try in ${seconds} s`
  return `circuit open after ${circuit.failures} failed connections in a row (${wait}); last: ${circuit.lastReason}`
}

/** How long until a try may be of use; 0 while that is being found out. */
export function circuitWaitMs({ openUntil, probing }: Circuit, now: number): number {
  return openUntil === null || probing ? 0 : Math.max(0, openUntil - now)
}

function reopened(circuit: Circuit, now: number, reason: string): Circuit {
  const backOffMs = Math.min(circuit.backOffMs * 2, LONGEST_BACK_OFF_MS)
  const failures = circuit.failures + 1
  return { failures, openUntil: now + backOffMs, backOffMs, probing: false, lastReason: reason }
}
