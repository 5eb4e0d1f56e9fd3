import { describe, expect, it } from 'vitest'
import {
  type Admission,
  admit,
  afterAnswer,
  afterFailure,
  type Circuit,
  CLOSED_CIRCUIT,
  circuitTrouble,
} from '../../../src/email/smtp/circuit.ts'

function failed(circuit: Circuit, now: number, admission: Admission = 'pass'): Circuit {
  return afterFailure(circuit, { now, reason: 'refused', admission })
}

function opened(now: number): Circuit {
  return [1, 2, 3, 4, 5].reduce(circuit => failed(circuit, now), CLOSED_CIRCUIT)
}

describe('the circuit', () => {
  it('lets everything pass until five failures in a row', () => {
    const almost = [1, 2, 3, 4].reduce(circuit => failed(circuit, 0), CLOSED_CIRCUIT)
    expect(admit(almost, 0).admission).toBe('pass')
    expect(circuitTrouble(almost, 0)).toBeNull()
    expect(admit(failed(almost, 0), 0).admission).toBe('refused')
  })

  it('starts counting again after an answer', () => {
    const almost = [1, 2, 3, 4].reduce(circuit => failed(circuit, 0), CLOSED_CIRCUIT)
    expect(admit(almost, 0).circuit).toEqual(almost)
    expect(admit(failed(afterAnswer(), 0), 0).admission).toBe('pass')
  })

  it('lets one probe through after five seconds and refuses the rest', () => {
    const circuit = opened(1000)
    expect(admit(circuit, 5999).admission).toBe('refused')
    const probed = admit(circuit, 6000)
    expect(probed.admission).toBe('probe')
    expect(admit(probed.circuit, 600_000).admission).toBe('refused')
    expect(admit(afterAnswer(), 6001).admission).toBe('pass')
  })

  it('doubles the back-off with each failed probe up to five minutes', () => {
    let circuit = opened(0)
    const waits: number[] = []
    for (let probe = 0; probe < 8; probe += 1) {
      const now = circuit.openUntil ?? 0
      circuit = failed(admit(circuit, now).circuit, now, 'probe')
      waits.push((circuit.openUntil ?? 0) - now)
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000])
  })

  it('is not pushed further by deliveries that began before it opened', () => {
    const circuit = opened(0)
    expect(failed(circuit, 4000)).toEqual(circuit)
  })

  it('says in words why it is open and when it tries again', () => {
    expect(circuitTrouble(opened(0), 2000)).toBe(
      'circuit open after 5 failed connections in a row (next try in 3 s); last: refused',
    )
    expect(circuitTrouble(admit(opened(0), 5000).circuit, 5000)).toContain('being probed')
  })
})
