import { isInForce, mayEverContact } from '../domain/contact-policy.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { LeadStatus } from '../domain/people/lead.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import { type Entry, enterWorkflow } from '../workflow/planner/enter-workflow.ts'
import { newEnrollment } from '../workflow/planner/new-enrollment.ts'
import { routeInquiry } from '../workflow/planner/route-inquiry.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { endEnrollment } from './end-enrollments.ts'
import { inquiryCondition } from './inquiry-condition.ts'
import { openTask } from './open-task.ts'
import { type AlertWords, alertOf } from './raise-alert.ts'

/** Starts the workflow that fits the inquiry, or says in the timeline why none starts. */
export function enroll(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  const refusal = standingRefusal(context, draft, inquiry)
  if (refusal !== null) return refuseContact(context, draft, { inquiry, because: refusal })
  const version = versionFor(context, draft, inquiry)
  if (version === null) {
    draft.events.push(event('inquiry-unrouted', draft.now, { inquiryId: inquiry.id, action: inquiry.action }))
    draft.alerts.push(alertOf(context, unrouted(inquiry.action || 'no action code')))
    return
  }
  enter(context, draft, { version, inquiry })
}

function unrouted(action: string): AlertWords {
  return {
    key: `unrouted ${action}`,
    kind: 'unrouted',
    message: `No workflow matches an inquiry with ${action}: the lead is stored and nobody writes to it.`,
    nextAction: 'Add the action to the `for` of a workflow, or answer the lead by hand.',
  }
}

/** Enters a workflow by name with the same inquiry: its `for` is not asked, its `again` is. */
export function startWorkflow(
  context: EngineContext,
  draft: Draft,
  { workflow, inquiry }: { workflow: string; inquiry: Inquiry },
): void {
  const version = context.catalog().workflows.find(({ workflowId }) => workflowId === workflow)
  if (version === undefined) {
    const because = `there is no workflow ${workflow}`
    draft.events.push(event('inquiry-not-started', draft.now, { inquiryId: inquiry.id, workflow, because }))
    return
  }
  enter(context, draft, { version, inquiry })
}

function enter(
  context: EngineContext,
  draft: Draft,
  { version, inquiry }: { version: WorkflowVersion; inquiry: Inquiry },
): void {
  const entry = enterWorkflow(version.program, inquiry.offer, draft.enrollments, draft.now)
  ENTER[entry.kind](context, draft, { entry: entry as never, version, inquiry })
}

interface Entering<K extends Entry['kind']> {
  entry: Extract<Entry, { kind: K }>
  version: WorkflowVersion
  inquiry: Inquiry
}

type Enter = {
  [K in Entry['kind']]: (context: EngineContext, draft: Draft, entering: Entering<K>) => void
}

const ENTER: Enter = {
  start(context, draft, { entry, version, inquiry }) {
    if (entry.replaces !== null) {
      const because = `${version.workflowId} has a higher rank`
      endEnrollment(draft, entry.replaces, { status: 'replaced', because })
    }
    const enrollment = enrollNow(context, draft, { version, inquiry, status: 'active' })
    const { id, inquiryId, workflowId, version: hash } = enrollment
    draft.events.push(
      event('enrolled', draft.now, { enrollmentId: id, inquiryId, workflow: workflowId, version: hash }),
    )
    if (draft.lead.email === null) callFirst(context, draft, { enrollment, inquiry })
  },
  wait(context, draft, { entry, version, inquiry }) {
    if (entry.drops !== null) {
      endEnrollment(draft, entry.drops, { status: 'stopped', because: 'a newer inquiry took its waiting place' })
    }
    const enrollment = enrollNow(context, draft, { version, inquiry, status: 'waiting' })
    const { id, workflowId } = enrollment
    const behind = entry.behind.workflowId
    draft.events.push(
      event('inquiry-waits', draft.now, { inquiryId: inquiry.id, enrollmentId: id, workflow: workflowId, behind }),
    )
  },
  join(context, draft, { entry, version, inquiry }) {
    const because = 'the same workflow is running for this lead'
    const workflow = version.workflowId
    const enrollmentId = entry.enrollment.id
    draft.events.push(event('inquiry-joined', draft.now, { inquiryId: inquiry.id, enrollmentId, workflow, because }))
    if (inquiry.action === 'PLT') askedAgain(context, draft, inquiry)
  },
  refuse(context, draft, { entry, version, inquiry }) {
    const { because } = entry
    const workflow = version.workflowId
    draft.events.push(event('inquiry-not-started', draft.now, { inquiryId: inquiry.id, workflow, because }))
    // Whoever asks for contact is heard by somebody, even where no workflow may run.
    if (inquiry.action === 'PLT') askedAgain(context, draft, inquiry)
  },
}

function standingRefusal(context: EngineContext, draft: Draft, { offer }: Inquiry): string | null {
  const { lead, suppressions } = draft
  const answer = mayEverContact({ lead, suppressions, offer, limits: context.settings().limits }, draft.now)
  return answer.may === 'never' && answer.refusal !== 'no-address' ? answer.because : null
}

/** Reasons that forbid mail and nothing else. */
const ABOUT_MAIL: readonly SuppressionReason[] = ['unsubscribed', 'snoozed', 'offer-declined', 'hard-bounce']

/** Nobody may write; a person who opted out of mail and asks for a call still gets one. */
function refuseContact(context: EngineContext, draft: Draft, refused: { inquiry: Inquiry; because: string }): void {
  const { inquiry, because } = refused
  draft.events.push(event('inquiry-not-started', draft.now, { inquiryId: inquiry.id, workflow: null, because }))
  const inForce = draft.suppressions.filter(suppression => isInForce(suppression, draft.now))
  const onlyMail = inForce.every(({ reason }) => ABOUT_MAIL.includes(reason))
  if (inquiry.action === 'PLT' && onlyMail && mayBeCalled(draft.lead.status)) askedAgain(context, draft, inquiry)
}

function mayBeCalled(status: LeadStatus): boolean {
  return status !== 'do-not-contact' && status !== 'erased'
}

function askedAgain(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  openTask(context, draft, {
    purpose: `asked-again-${inquiry.id}`,
    because: 'asked to be contacted again',
    enrollmentId: null,
    inquiry,
  })
}

function versionFor(context: EngineContext, draft: Draft, inquiry: Inquiry): WorkflowVersion | null {
  const { workflows } = context.catalog()
  const programs = workflows.map(version => version.program)
  const program = routeInquiry(programs, inquiry, inquiryCondition(context, draft, inquiry))
  return workflows.find(version => version.program === program) ?? null
}

function enrollNow(
  context: EngineContext,
  draft: Draft,
  entering: { version: WorkflowVersion; inquiry: Inquiry; status: 'active' | 'waiting' },
): Enrollment {
  const id = context.newId('enrollment')
  const { firstTouchMs } = context.settings()
  draft.versions.set(entering.version.hash, entering.version)
  const enrollment = newEnrollment({ id, ...entering, firstTouchMs, now: draft.now })
  put(draft, 'enrollments', enrollment)
  return enrollment
}

/** Without an address the first touch is a call. */
function callFirst(
  context: EngineContext,
  draft: Draft,
  { enrollment, inquiry }: { enrollment: Enrollment; inquiry: Inquiry },
): void {
  const because = 'this lead came without an address: call instead of writing'
  openTask(context, draft, { purpose: 'first-touch', because, enrollmentId: enrollment.id, inquiry })
  put(draft, 'enrollments', { ...enrollment, firstTouchAt: draft.now })
}
