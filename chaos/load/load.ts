import { setTimeout as pause } from 'node:timers/promises'
import type { Ground } from '../product/ground.ts'
import { CALL_NOTE } from '../product/publisher-files.ts'
import type { SmtpSink } from '../sink/smtp-sink.ts'
import { deliver, leadStatus, unsubscribe } from './customer.ts'
import { type History, isAcknowledged } from './history.ts'

export interface LoadOptions {
  ground: Ground
  sink: SmtpSink
  history: History
  random: () => number
  /** Leads a second while the product answers. */
  perSecond: number
}

/** Customers who come all the time; some ask for silence. */
export interface Load {
  /** Nobody new comes, and every wish for silence that was promised is confirmed. */
  end(): Promise<void>
}

const DNC_SHARE = 0.06
const UNSUBSCRIBE_SHARE = 0.06
const CALL_SHARE = 0.03
const CONFIRM_EVERY_MS = 60

let loads = 0

export function startLoad(options: LoadOptions): Load {
  loads += 1
  const crowd = { ...options, name: `load${loads}`, served: 0, goes: true, wishes: new Set<Promise<void>>() }
  const flow = keepComing(crowd)
  return {
    async end() {
      crowd.goes = false
      await flow
      await Promise.all(crowd.wishes)
    },
  }
}

interface Crowd extends LoadOptions {
  name: string
  served: number
  goes: boolean
  wishes: Set<Promise<void>>
}

async function keepComing(crowd: Crowd): Promise<void> {
  const under = new Set<Promise<void>>()
  while (crowd.goes) {
    const visit: Promise<void> = happen(crowd).finally(() => under.delete(visit))
    under.add(visit)
    // Times between customers vary, so that several come at once as well.
    await pause((-Math.log(1 - crowd.random()) * 1000) / crowd.perSecond)
  }
  await Promise.all(under)
}

async function happen(crowd: Crowd): Promise<void> {
  const chance = crowd.random()
  if (chance < DNC_SHARE) return wish(crowd, forbid)
  if (chance < DNC_SHARE + UNSUBSCRIBE_SHARE) return wish(crowd, leave)
  const email = `p${crowd.served}@${crowd.name}.example`
  crowd.served += 1
  const note = crowd.random() < CALL_SHARE ? CALL_NOTE : ''
  await deliver(crowd.ground, crowd.history, { email, action: 'INS', note })
}

function wish(crowd: Crowd, ask: (crowd: Crowd) => Promise<void>): void {
  const asked: Promise<void> = ask(crowd).finally(() => crowd.wishes.delete(asked))
  crowd.wishes.add(asked)
}

/** The answer says that the delivery is kept; that the silence holds is known once the API shows it. */
async function forbid(crowd: Crowd): Promise<void> {
  const { ground, history } = crowd
  const email = somebody(crowd)
  if (email === null) return
  const delivery = await deliver(ground, history, { email, action: 'DNC' })
  if (!isAcknowledged(delivery)) return
  while ((await leadStatus(ground, email)) !== 'do-not-contact') await pause(CONFIRM_EVERY_MS)
  history.stops.push({ email, via: 'dnc', confirmedAt: Date.now() })
}

async function leave({ ground, history, sink, random }: Crowd): Promise<void> {
  const mail = sink.acceptances[Math.floor(sink.acceptances.length * (1 - random() * 0.2))]
  if (mail?.unsubscribePath == null) return
  if (!(await unsubscribe(ground, mail.unsubscribePath))) return
  history.stops.push({ email: mail.to, via: 'unsubscribe', confirmedAt: Date.now() })
}

/** One of the last who came: their mails are under way. */
function somebody({ name, served, random }: Crowd): string | null {
  const number = served - 1 - Math.floor(random() * 30)
  return number < 0 ? null : `p${number}@${name}.example`
}
