import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { GATE_UNASKED } from '../../domain/mail/retry.ts'

export type GateState =
  | 'unasked'
  /** Asked, no answer yet. */
  | 'asking'
  /** Open, and bytes were handed over: from here on they may arrive. */
  | 'open'
  | 'shut'
  /** Asking failed: counts as shut. */
  | 'failed'
  /** It opened after the connection was gone: no byte left. */
  | 'too-late'

/** A mail's bytes behind its gate. */
export interface GatedBody {
  stream: Readable
  gate(): GateState
  /** Why the body closed itself: the gate failed, or the server was not ready. */
  fault(): string | null
  /** True once the server said 354: from then on a connection without a dot is good for nothing else. */
  isStarted(): boolean
  /** True once every byte was handed to the connection, which then adds the dot. */
  isComplete(): boolean
  /** Resolves when an asked gate has answered; at once when it was never asked. */
  whenAnswered(): Promise<void>
}

interface BodyParts {
  bytes: Uint8Array
  ask(): Promise<boolean>
  /** Whether the server's last answer was the go-ahead (354). */
  isServerReady(): boolean
  onOpen(): void
  /** The bytes will not come: the connection has to be dropped, so that no dot is sent. */
  onClosed(): void
}

/**
 * A stream that asks the gate in its first read, which SMTPConnection makes only after the server's answer to DATA,
 * and gives the bytes only when it opened. The gate is asked once at most.
 */
export function createGatedBody(parts: BodyParts): GatedBody {
  const state = { gate: 'unasked' as GateState, fault: null as string | null, isComplete: false }
  let answered = Promise.resolve()
  let isRead = false
  const stream = new Readable({
    read() {
      if (isRead) return
      isRead = true
      answered = pass(stream, state, parts)
    },
  })
  stream.once('end', () => {
    state.isComplete = true
  })
  return {
    stream,
    gate: () => state.gate,
    fault: () => state.fault,
    isStarted: () => isRead,
    isComplete: () => state.isComplete,
    whenAnswered: () => answered,
  }
}

async function pass(
  stream: Readable,
  state: { gate: GateState; fault: string | null },
  parts: BodyParts,
): Promise<void> {
  await nextTurn() // lets an answer that came in one breath with the 354 be heard first
  if (stream.destroyed) return
  if (!parts.isServerReady()) {
    state.fault = 'the server did not answer DATA with 354'
    return parts.onClosed()
  }
  state.gate = 'asking'
  try {
    const isOpen = await parts.ask()
    state.gate = isOpen ? (stream.destroyed ? 'too-late' : 'open') : 'shut'
  } catch (cause) {
    state.gate = 'failed'
    state.fault = `${GATE_UNASKED}: ${cause instanceof Error ? cause.message : String(cause)}`
  }
  if (state.gate !== 'open') return parts.onClosed()
  parts.onOpen()
  stream.push(Buffer.from(parts.bytes.buffer, parts.bytes.byteOffset, parts.bytes.byteLength))
  stream.push(null)
}
