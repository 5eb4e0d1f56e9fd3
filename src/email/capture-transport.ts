import { GATE_UNASKED } from '../domain/mail/retry.ts'
import type { Transport } from '../engine/ports.ts'

/** Sends nothing: the bytes are in the store already, and the dashboard's mailbox shows them. The gate is asked all the same. */
export function createCaptureTransport(): Transport {
  return {
    name: 'capture',
    trouble: () => null,
    async deliver(_mail, gate) {
      try {
        return (await gate()) ? { kind: 'accepted', reply: 'captured' } : { kind: 'gate-shut' }
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        return { kind: 'not-sent', reason: `${GATE_UNASKED}: ${why}` }
      }
    },
    async close() {},
  }
}
