import Database from 'better-sqlite3'
import type { EngineContext } from '../../src/engine/context.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import type { Engine } from '../../src/engine/engine-api.ts'
import type { DeliveryOutcome, Store, Transport } from '../../src/engine/ports.ts'
import { createSetAside } from '../../src/engine/set-aside.ts'
import { createTurns } from '../../src/engine/take-turns.ts'
import { createSideBySide } from '../../src/side-by-side.ts'
import { createInterleaver, type Interleaver, withDoors } from './interleaver.ts'
import type { Product } from './product.ts'

/** One process of several on the same database. */
export interface TangledProcess {
  number: number
  context: EngineContext
  engine: Engine
}

/** A gate that opened, as the database was at that very moment. */
export interface OpenedGate {
  messageId: string
  leadId: string
  enrollmentId: string
  purpose: string
  template: string
  /** What should have kept it shut; empty when nothing did. */
  against: string[]
}

export interface Tangle {
  interleaver: Interleaver
  gates: OpenedGate[]
  /** How the line ended after the gate, by message: only after a certain no may the gate open once more. */
  ends: Map<string, DeliveryOutcome['kind'][]>
  file: Database.Database
  born(number: number): TangledProcess
  /** A process that waits for nobody, whose mail always arrives. */
  calm: TangledProcess
}

/** The real engine over the real store, in as many processes as are born, each waiting at every door for its turn. */
export function tangle(product: Product, random: () => number): Tangle {
  const interleaver = createInterleaver(random)
  const gates: OpenedGate[] = []
  const ends: Tangle['ends'] = new Map()
  const file = new Database(product.config.databaseUrl, { readonly: true })
  const store = watched(product.app.store, { gates, file })
  let ids = 0

  function processOf(number: number, own: Pick<EngineContext, 'store' | 'transports'>): TangledProcess {
    const context: EngineContext = {
      ...product.app.context,
      ...own,
      random,
      newId: kind => {
        ids += 1
        return `${kind}_${product.clock.now()}${String(ids).padStart(6, '0')}`
      },
      inTurn: createTurns(),
      // What a dead process had under way never ends: no other one may wait for it.
      overdue: createSideBySide({ width: 16, limitMs: 10_000 }),
      urgent: createSideBySide({ width: 4, limitMs: 1_000 }),
      setAside: createSetAside(product.clock),
      afterwards: work => {
        interleaver.start(work)
        return true
      },
    }
    return { number, context, engine: createEngine(context) }
  }

  const { capture } = product.app.context.transports
  return {
    interleaver,
    gates,
    ends,
    file,
    born: number =>
      processOf(number, {
        store: withDoors(store, { process: number, interleaver }),
        transports: { capture, smtp: moody({ number, random, interleaver, ends }) },
      }),
    calm: processOf(0, { store, transports: { capture, smtp: null } }),
  }
}

/** Looks at the database itself at the moment a gate opens, past all code that decided it. */
function watched(store: Store, { gates, file }: Pick<Tangle, 'gates' | 'file'>): Store {
  const messages: Store['messages'] = {
    ...store.messages,
    async openGate(request) {
      const answer = await store.messages.openGate(request)
      if (answer.open) gates.push(...gateOf(file, request.lease.messageId, request.now))
      return answer
    },
  }
  return { ...store, messages }
}

const STOPS: Record<string, string> = {
  'the lead is silenced': `SELECT 1 FROM leads l WHERE l.id = m.lead_id AND l.status IN ('do-not-contact', 'erased', 'disqualified')`,
  'a suppression is in force': `SELECT 1 FROM suppressions s, leads l WHERE l.id = m.lead_id AND s.lifted_at IS NULL
    AND (s.until IS NULL OR s.until > :now) AND s.key IN (m.recipient_key, m.lead_id, l.address_key, l.phone_key, l.pair_key)`,
  'the workflow is paused': `SELECT 1 FROM workflows w WHERE w.id = m.workflow_id AND w.state = 'paused'`,
  'the enrollment has ended': `SELECT 1 FROM enrollments e WHERE e.id = m.enrollment_id AND e.status <> 'active' AND m.resent_by IS NULL`,
  'the same mail left for this lead before': `SELECT 1 FROM messages o WHERE o.lead_id = m.lead_id AND o.id <> m.id
    AND o.template = m.template AND o.kind = 'nurture' AND o.status IN ('data', 'sent', 'uncertain')`,
}

function gateOf(file: Database.Database, messageId: string, now: number): OpenedGate[] {
  const against = Object.entries(STOPS).flatMap(([because, stop]) => {
    const sql = `SELECT 1 FROM messages m WHERE m.id = :messageId AND (1 OR :now) AND EXISTS (${stop})`
    return file.prepare(sql).get({ messageId, now }) === undefined ? [] : [because]
  })
  const found = file
    .prepare(
      `SELECT id AS messageId, lead_id AS leadId, enrollment_id AS enrollmentId, purpose, template
       FROM messages WHERE id = ? AND kind = 'nurture'`,
    )
    .get(messageId) as Omit<OpenedGate, 'against'> | undefined
  return found === undefined ? [] : [{ ...found, against }]
}

/** A line that waits at every stage and ends in every way a line can. */
function moody(parts: Pick<Tangle, 'interleaver' | 'ends'> & { number: number; random: () => number }): Transport {
  const { number, random, ends } = parts
  const { pass } = parts.interleaver
  return {
    name: 'smtp',
    trouble: () => null,
    async deliver(mail, gate) {
      await pass(number)
      if (random() < 0.08) return { kind: 'not-sent', reason: 'the line is down' }
      if (random() < 0.04 && mail.envelopeTo.startsWith('p')) return refused(550, '5.1.1')
      if (!(await gate())) return { kind: 'gate-shut' }
      await pass(number)
      const outcome = endAfterGate(random())
      const id = /^message-id: <([^@]+)@/im.exec(Buffer.from(mail.bytes).toString('latin1'))?.[1] ?? ''
      ends.set(id, [...(ends.get(id) ?? []), outcome.kind])
      return outcome
    },
    async close() {},
  }
}

function endAfterGate(chance: number): DeliveryOutcome {
  if (chance < 0.1) return { kind: 'unknown', reason: 'the reply was lost' }
  if (chance < 0.16) return refused(451, '4.7.1')
  if (chance < 0.2) return refused(554, '5.7.1')
  return { kind: 'accepted', reply: '250 ok' }
}

function refused(code: number, enhanced: string): DeliveryOutcome {
  return { kind: 'refused', permanent: code >= 500, code, enhanced, stage: 'dot', reply: `${code} ${enhanced} no` }
}
