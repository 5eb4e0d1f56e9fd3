import type { Enrollment } from '../domain/enrollment.ts'
import { isSettled, type Message, mayHaveLeft } from '../domain/mail/message.ts'
import { beginDraft } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { changeOf, type Draft, put } from './draft.ts'
import type { Change, LeadWorld, Settlement } from './ports.ts'
import { takeSteps } from './take-steps.ts'

/**
 * What the workflow does next once its mail has ended so, to be written together with that end. Null where nothing waits for
 * the mail, or where somebody must look again: then the end is written alone and wakes the enrollment.
 */
export async function nextAfterMail(context: EngineContext, message: Message, end: Settlement): Promise<Change | null> {
  if (message.enrollmentId === null || !isSettled(end.status) || context.timeWatch.doubts(end.at)) return null
  // What the try taught about the address is not in the world that is read here.
  if ((end.suppressions ?? []).length > 0) return null
  try {
    const world = await context.store.leads.world(message.leadId)
    return world === null ? null : await goOn(context, { world: afterEnd(world, message.id, end), message, end })
  } catch (error) {
    context.log.error('the step after a mail failed; it is tried again', error)
    return null
  }
}

/** The world as the end of the mail will leave it. */
function afterEnd(world: LeadWorld, messageId: string, { status, at, reason, serverReply }: Settlement): LeadWorld {
  const ended = (message: Message): Message => {
    const gateAt = mayHaveLeft(status) ? (message.gateAt ?? at) : null
    return { ...message, status, reason, serverReply, gateAt, settledAt: at, dueAt: null }
  }
  return { ...world, messages: world.messages.map(message => (message.id === messageId ? ended(message) : message)) }
}

interface Ended {
  world: LeadWorld
  message: Message
  end: Settlement
}

async function goOn(context: EngineContext, { world, message, end }: Ended): Promise<Change | null> {
  const draft = await beginDraft(context, world, end.at)
  const waiting = draft.enrollments.find(enrollment => waitsFor(enrollment, message))
  if (waiting === undefined) return null
  if ((await context.store.workflows.paused()).includes(waiting.workflowId)) return null
  const woken = {
    ...waiting,
    ...firstTouch(draft, waiting, message.id),
    dueAt: end.at,
    generation: waiting.generation + 1,
  }
  put(draft, 'enrollments', woken)
  takeSteps(context, draft, woken)
  return changeOf(draft)
}

function waitsFor({ id, status, phase, step }: Enrollment, { enrollmentId, purpose }: Message): boolean {
  return id === enrollmentId && status === 'active' && phase === 'mail' && step === purpose
}

/** The first mail that left, or may have left, was the first touch. */
function firstTouch({ world }: Draft, { firstTouchAt }: Enrollment, id: string): Pick<Enrollment, 'firstTouchAt'> {
  return { firstTouchAt: firstTouchAt ?? world.messages.find(mail => mail.id === id)?.gateAt ?? null }
}
