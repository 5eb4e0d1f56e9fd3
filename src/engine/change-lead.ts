import { TendError } from '../domain/errors.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { EngineContext } from './context.ts'
import { changeOf, type Draft, draftOf } from './draft.ts'
import type { LeadWorld } from './ports.ts'
import { logAlerts } from './raise-alert.ts'

/** Within a process changes take turns, so only another process can be quicker: this often in a row means a fault of ours. */
const MOST_TRIES = 25

export interface LeadChange {
  /** What names the lead to this process: a key, or a row, by which it is found. */
  turn: string
  /** Reads the lead's world afresh; null when there is no such lead. */
  load(): Promise<LeadWorld | null>
  /** Adds what is to happen to the draft. May run again from the start when the lead moved on meanwhile. */
  decide(draft: Draft): void
}

/** Load, decide, commit: the only way by which anything about a lead changes. Returns the draft that was committed. */
export function changeLead(context: EngineContext, leadId: string, decide: LeadChange['decide']): Promise<Draft> {
  return changeFoundLead(context, { turn: leadId, load: () => context.store.leads.world(leadId), decide })
}

/** The same for a lead that is found by something else than its id, or is new. */
export function changeFoundLead(context: EngineContext, change: LeadChange): Promise<Draft> {
  return context.inTurn(change.turn, () => decideAndCommit(context, change))
}

async function decideAndCommit(context: EngineContext, change: LeadChange): Promise<Draft> {
  for (let tries = 1; ; tries += 1) {
    const world = await change.load()
    if (world === null) throw noSuchLead()
    const draft = await beginDraft(context, world, context.clock.now())
    change.decide(draft)
    if (await commits(context, draft, tries)) return draft
  }
}

/** A change in the making, with the versions of whatever runs for the lead. */
export async function beginDraft(context: EngineContext, world: LeadWorld, now: number): Promise<Draft> {
  return draftOf(world, await versionsOf(context, world), now)
}

async function versionsOf(context: EngineContext, world: LeadWorld): Promise<Map<string, WorkflowVersion>> {
  const running = world.enrollments.filter(({ status }) => status === 'active' || status === 'waiting')
  const versions = await Promise.all(running.map(enrollment => context.version(enrollment.version)))
  return new Map(versions.map(version => [version.hash, version]))
}

async function commits(context: EngineContext, draft: Draft, tries: number): Promise<boolean> {
  const change = changeOf(draft)
  if (change === null) return true
  try {
    context.queue.arm(await context.store.leads.commit(change))
    logAlerts(context, draft.alerts)
    return true
  } catch (error) {
    if (error instanceof TendError && error.code === 'stale' && tries < MOST_TRIES) return false
    throw error
  }
}

export function noSuchLead(): TendError {
  return new TendError({
    code: 'not-found',
    message: 'There is no lead with this id.',
    nextAction: 'Look the lead up by its address: GET /api/v1/leads?email=…',
  })
}
