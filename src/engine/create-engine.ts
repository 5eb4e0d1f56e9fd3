import { TendError } from '../domain/errors.ts'
import { allowContact, disqualifyLead, eraseLead, markDoNotContact, qualifyLead } from './act-on-lead.ts'
import { answerEscalation, closeTask } from './answer-escalation.ts'
import type { EngineContext } from './context.ts'
import { declineOffer } from './decline-offer.ts'
import { diffWorkflow } from './diff-workflow.ts'
import type { Engine, Health } from './engine-api.ts'
import { followClick } from './hear-clicks.ts'
import { addEndpoint, findEndpoint, listEndpoints, revokeEndpoint, rotateEndpoint } from './manage-endpoints.ts'
import { addSuppression, liftSuppression } from './manage-suppressions.ts'
import { listWorkflows, pauseWorkflow, resumeWorkflow } from './manage-workflows.ts'
import { mapWorkflow } from './map-workflow.ts'
import { exportLead, listLeads, nextStep, readTimeline } from './read-lead.ts'
import { recordSignal } from './record-signal.ts'
import { replayReceipt } from './replay-receipt.ts'
import { resolveMessage } from './resolve-message.ts'
import { snoozeMail } from './snooze-mail.ts'
import { submitLead } from './submit-lead.ts'
import { takeInDelivery } from './take-in-delivery.ts'
import { takeInReports } from './take-in-reports.ts'
import { unsubscribe, viewUnsubscribe } from './unsubscribe.ts'

/** Binds every verb of the product to one context. */
export function createEngine(context: EngineContext): Engine {
  return { ...intakeVerbs(context), ...leadVerbs(context), ...operatorVerbs(context) }
}

function intakeVerbs(context: EngineContext) {
  const { store } = context
  return {
    findEndpoint: token => findEndpoint(context, token),
    takeInDelivery: delivery => takeInDelivery(context, delivery),
    submitLead: submission => submitLead(context, submission),
    listReceipts: (filter, page) => store.receipts.list(filter, page),
    findReceipt: id => store.receipts.find(id),
    replayReceipt: id => replayReceipt(context, id),
    listEndpoints: () => listEndpoints(context),
    addEndpoint: request => addEndpoint(context, request),
    rotateEndpoint: id => rotateEndpoint(context, id),
    revokeEndpoint: id => revokeEndpoint(context, id),
  } satisfies Partial<Engine>
}

function leadVerbs(context: EngineContext) {
  const { store } = context
  return {
    listLeads: (filter, page) => listLeads(context, filter, page),
    findLead: id => store.leads.world(id),
    readTimeline: leadId => readTimeline(context, leadId),
    nextStep: world => nextStep(context, world),
    markDoNotContact: action => markDoNotContact(context, action),
    allowContact: action => allowContact(context, action),
    qualifyLead: action => qualifyLead(context, action),
    disqualifyLead: action => disqualifyLead(context, action),
    eraseLead: action => eraseLead(context, action),
    exportLead: action => exportLead(context, action),
    recordSignal: signal => recordSignal(context, signal),
    takeInReports: reports =>
      takeInReports(
        context,
        reports.map(({ id, report }) => ({ id: store.fingerprint(`report ${report.source} ${id}`), report })),
      ),
    followClick: (token, look) => followClick(context, token, look),
    viewUnsubscribe: token => viewUnsubscribe(context, token),
    unsubscribe: token => unsubscribe(context, token),
    snoozeMail: (token, length) => snoozeMail(context, token, length),
    declineOffer: token => declineOffer(context, token),
  } satisfies Partial<Engine>
}

function operatorVerbs(context: EngineContext) {
  const { store } = context
  return {
    listMessages: (filter, page) => store.messages.list(filter, page),
    findMessage: id => findMessage(context, id),
    resolveMessage: (id, as, by) => resolveByPerson(context, { id, as, by }),

    listEscalations: (filter, page) => store.escalations.list(filter, page),
    answerEscalation: answer => answerEscalation(context, answer),
    listTasks: (filter, page) => store.escalations.tasks(filter, page),
    closeTask: (id, by) => closeTask(context, id, by),

    listSuppressions: page => store.suppressions.list(page),
    addSuppression: request => addSuppression(context, request),
    liftSuppression: (id, because, by) => liftSuppression(context, { id, because, by }),

    listWorkflows: () => listWorkflows(context),
    pauseWorkflow: id => pauseWorkflow(context, id),
    resumeWorkflow: id => resumeWorkflow(context, id),
    diffWorkflow: request => diffWorkflow(context, request),
    mapWorkflow: request => mapWorkflow(context, request),

    readStats: () => store.stats(context.clock.now()),
    listAlerts: () => store.alerts.open(),
    dismissAlert: id => dismissAlert(context, id),
    readHealth: () => readHealth(context),
  } satisfies Partial<Engine>
}

async function findMessage(context: EngineContext, id: string): ReturnType<Engine['findMessage']> {
  const message = await context.store.messages.find(id)
  return message === null ? null : { message, mail: await context.store.messages.mail(id) }
}

async function resolveByPerson(
  context: EngineContext,
  { id, as, by }: { id: string; as: 'sent' | 'resend'; by: string },
): ReturnType<Engine['resolveMessage']> {
  await resolveMessage(context, { id, as, by, doubt: null })
  const message = await context.store.messages.find(id)
  if (message !== null) return message
  throw new TendError({
    code: 'not-found',
    message: `There is no message ${id}.`,
    nextAction: 'List them with GET /api/v1/messages.',
  })
}

async function dismissAlert(context: EngineContext, id: string): ReturnType<Engine['dismissAlert']> {
  const alert = (await context.store.alerts.open()).find(known => known.id === id)
  if (alert === undefined) {
    throw new TendError({
      code: 'not-found',
      message: `There is no open alert ${id}.`,
      nextAction: 'List them with GET /api/v1/alerts.',
    })
  }
  const clearedAt = context.clock.now()
  await context.store.alerts.clear(alert.key, clearedAt)
  return { ...alert, clearedAt }
}

async function readHealth(context: EngineContext): Promise<Health> {
  try {
    await context.store.check()
  } catch {
    return { ready: false, degraded: ['the database cannot be written'], lostAlarms: context.seen.lostAlarms }
  }
  const { troubles, changeTrouble = null } = context.catalog()
  const parts = [
    context.queue.trouble(),
    context.timeWatch.trouble(),
    context.transports.smtp?.trouble() ?? null,
    (await context.witness()?.trouble()) ?? null,
    context.mailboxTrouble(),
    changeTrouble,
  ]
  const files = Object.entries(troubles).map(([id, because]) => `workflow ${id}: ${because}`)
  return {
    ready: true,
    degraded: [...parts.flatMap(trouble => trouble ?? []), ...files],
    lostAlarms: context.seen.lostAlarms,
  }
}
