import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { deliver, leadStatus, unsubscribe } from '../load/customer.ts'
import { isAcknowledged } from '../load/history.ts'
import type { ProductProcess } from '../product/product-process.ts'
import { CALL_NOTE } from '../product/publisher-files.ts'
import { readUnfinished } from '../rules/state.ts'
import type { FaultAt, SinkFault, SinkStage } from '../sink/smtp-faults.ts'
import type { Stage } from '../stage.ts'

const LEADS = 5
const LOOK_EVERY_MS = 20
const WALK_WITHIN_MS = 12_000
const CONFIRM_WITHIN_MS = 2_000

/**
 * Everything the product does for a few leads: intake, mails and their ends, a hand-over, two wishes for silence. Ends when the fault
 * struck, or when all is done.
 */
export async function walkThrough(
  stage: Stage,
  running: ProductProcess,
  firedFile: string,
): Promise<{ fired: boolean }> {
  const { ground, history, sink } = stage
  sink.suffer(oneOfEachEnd())
  const isOver = () => existsSync(firedFile) || running.hasEnded()
  const wait = (isSo: () => boolean) => waitUntil(() => isOver() || isSo(), WALK_WITHIN_MS)
  const emails = Array.from({ length: LEADS }, (_, index) => `p${index}@walk.example`)
  const visits = emails.map((email, index) =>
    deliver(ground, history, { email, action: 'INS', note: index === 0 ? CALL_NOTE : '' }),
  )
  await wait(() => sink.acceptances.length >= LEADS)
  if (!isOver()) await Promise.race([Promise.all([silence(stage, emails[1] ?? ''), leave(stage)]), wait(() => false)])
  await wait(() => readUnfinished(ground.databaseFile).count === 0)
  if (!existsSync(firedFile)) await Promise.all(visits)
  return { fired: existsSync(firedFile) }
}

/** The mails of three leads end otherwise than sent, so that the seams of these ends are passed too. */
function oneOfEachEnd(): FaultAt {
  const left = new Map<string, [SinkStage, SinkFault]>([
    ['p2@walk.example', ['accepted', { kind: 'drop' }]],
    ['p3@walk.example', ['dot', { kind: 'say', words: '554 5.7.1 refused by policy' }]],
    ['p4@walk.example', ['DATA', { kind: 'say', words: '451 4.3.0 later' }]],
  ])
  return (stage, { to }) => {
    const [at, fault] = left.get(to) ?? []
    if (at !== stage || fault === undefined) return null
    left.delete(to)
    return fault
  }
}

export async function waitUntil(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (!isSo()) {
    if (performance.now() > end) return false
    await pause(LOOK_EVERY_MS)
  }
  return true
}

async function silence({ ground, history }: Stage, email: string): Promise<void> {
  const end = performance.now() + CONFIRM_WITHIN_MS
  if (!isAcknowledged(await deliver(ground, history, { email, action: 'DNC' }))) return
  while (performance.now() < end) {
    if ((await leadStatus(ground, email)) === 'do-not-contact') {
      history.stops.push({ email, via: 'dnc', confirmedAt: Date.now() })
      return
    }
    await pause(LOOK_EVERY_MS)
  }
}

async function leave({ ground, history, sink }: Stage): Promise<void> {
  const mail = sink.acceptances.findLast(({ to, unsubscribePath }) => unsubscribePath !== null && !to.startsWith('p1@'))
  if (mail?.unsubscribePath == null || !(await unsubscribe(ground, mail.unsubscribePath))) return
  history.stops.push({ email: mail.to, via: 'unsubscribe', confirmedAt: Date.now() })
}
