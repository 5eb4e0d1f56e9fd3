import type { Lead, LeadStatus } from '../../src/domain/people/lead.ts'
import { endOfSnooze } from '../../src/domain/snooze.ts'
import type { Engine, LeadAction } from '../../src/engine/engine-api.ts'
import { inquiryRow, leadRow, NOON, receiptRow, suppressionRow } from './engine-rows.ts'
import { conflict, demand, matches, type StandInData, slice, statsOf, worldOf } from './stand-in-data.ts'

/** An engine over plain arrays: enough of the contract to test what the HTTP layer makes of it. */
export function createEngineStandIn(data: StandInData): Engine {
  return {
    ...intake(data),
    ...leads(data),
    ...mail(data),
    ...people(data),
    ...operation(data),
  }
}

type Part<Verbs extends keyof Engine> = Pick<Engine, Verbs>

function intake(
  data: StandInData,
): Part<'findEndpoint' | 'takeInDelivery' | 'submitLead' | 'listReceipts' | 'findReceipt' | 'replayReceipt'> {
  return {
    findEndpoint: async token => data.endpoints.find(endpoint => endpoint.id === data.tokens.get(token)) ?? null,
    async takeInDelivery(delivery) {
      data.deliveries.push(delivery)
      const isCut = delivery.size > delivery.body.byteLength
      const isJson = new TextDecoder().decode(delivery.body).trimStart().startsWith('{')
      const outcome = isCut || !isJson ? 'quarantined' : 'accepted'
      const receipt = receiptRow({
        id: `receipt-${data.receipts.length + 1}`,
        body: delivery.body,
        size: delivery.size,
        truncated: isCut,
        outcome,
      })
      data.receipts.push(receipt)
      return receipt
    },
    async submitLead(submission) {
      data.submissions.push(submission)
      const { idempotencyKey, lead: fields } = submission
      const earlier = data.submissions.find(known => idempotencyKey !== null && known.idempotencyKey === idempotencyKey)
      if (JSON.stringify(earlier?.lead ?? fields) !== JSON.stringify(fields))
        throw conflict('That key was used with another body.')
      const lead = leadRow({ id: 'lead-new', email: fields.email ?? null, firstName: fields.firstName ?? null })
      const inquiry = inquiryRow({
        id: 'inquiry-new',
        leadId: lead.id,
        action: fields.action ?? '',
        source: fields.source ?? '',
        offer: fields.offer ?? '',
      })
      return {
        status: 'accepted',
        receipt: receiptRow({ id: 'receipt-new', channel: 'api', leadId: lead.id }),
        lead,
        inquiry,
      }
    },
    listReceipts: async ({ outcome, endpointId }, page) =>
      slice(
        data.receipts.filter(row => matches(row.outcome, outcome) && matches(row.endpointId, endpointId)),
        page,
      ),
    findReceipt: async id => data.receipts.find(row => row.id === id) ?? null,
    async replayReceipt(id) {
      const receipt = demand(data.receipts, id)
      if (receipt.outcome !== 'quarantined') throw conflict('Only a quarantined receipt can be read again.')
      return Object.assign(receipt, { outcome: 'accepted', reason: null })
    },
  }
}

type LeadVerbs =
  | 'listLeads'
  | 'findLead'
  | 'readTimeline'
  | 'nextStep'
  | 'markDoNotContact'
  | 'allowContact'
  | 'qualifyLead'
  | 'disqualifyLead'
  | 'eraseLead'
  | 'exportLead'
  | 'recordSignal'
  | 'takeInReports'

function leads(data: StandInData): Part<LeadVerbs> {
  const become = (verb: string, status: LeadStatus) => async (action: LeadAction) => {
    data.actions.push({ ...action, verb })
    return Object.assign(demand(data.leads, action.leadId), { status })
  }
  return {
    async listLeads({ email, q, status }, page) {
      const fits = (lead: Lead) =>
        matches(lead.status, status) &&
        matches(lead.email, email) &&
        JSON.stringify(lead)
          .toLowerCase()
          .includes((q ?? '').toLowerCase())
      return slice(data.leads.filter(fits), page)
    },
    findLead: async id => worldOf(data, id),
    readTimeline: async leadId => data.timelines.get(leadId) ?? [],
    nextStep: ({ enrollments }) => {
      const active = enrollments.find(row => row.status === 'active')
      if (active === undefined) return { at: null, words: 'Nothing: no workflow is running.' }
      return { at: active.dueAt, words: 'The next mail, “contact/follow-up”, unless an answer comes first.' }
    },
    markDoNotContact: become('do-not-contact', 'do-not-contact'),
    allowContact: become('allow-contact', 'open'),
    qualifyLead: become('qualify', 'qualified'),
    disqualifyLead: become('disqualify', 'disqualified'),
    eraseLead: become('erase', 'erased'),
    exportLead: async ({ leadId }) => ({ lead: demand(data.leads, leadId).email }),
    async recordSignal({ leadId, kind, at, data: details }) {
      const lead = demand(data.leads, leadId)
      const signal = {
        id: 'signal-new',
        leadId: lead.id,
        kind,
        at: at ?? NOON,
        data: details,
        offer: null,
        consumedBy: null,
      }
      data.signals.push(signal)
      return signal
    },
    async takeInReports(reports) {
      data.reports.push(...reports)
    },
  }
}

function mail(
  data: StandInData,
): Part<
  | 'listMessages'
  | 'findMessage'
  | 'resolveMessage'
  | 'followClick'
  | 'viewUnsubscribe'
  | 'unsubscribe'
  | 'snoozeMail'
  | 'declineOffer'
> {
  return {
    listMessages: async ({ status, transport }, page) =>
      slice(
        data.messages.filter(row => matches(row.status, status) && matches(row.transport, transport)),
        page,
      ),
    async findMessage(id) {
      const message = data.messages.find(row => row.id === id)
      return message === undefined ? null : { message, mail: data.mails.get(id) ?? null }
    },
    async resolveMessage(id, as) {
      const message = demand(data.messages, id)
      if (!['uncertain', 'held', 'failed'].includes(message.status))
        throw conflict('Only an uncertain, held or failed mail can be resolved.')
      return Object.assign(message, { status: as === 'sent' ? 'sent' : 'due' })
    },
    followClick: () => null,
    async viewUnsubscribe(token) {
      const already = data.unsubscribes.get(token)
      const view = { maskedAddress: 'a•••@f•••.example', publisher: 'Contoso', ...data.wishes }
      return already === undefined ? null : { ...view, already }
    },
    async unsubscribe(token) {
      const isOurs = data.unsubscribes.has(token)
      if (isOurs) data.unsubscribes.set(token, true)
      return isOurs
    },
    async snoozeMail(token, length) {
      const isOurs = data.unsubscribes.has(token)
      if (isOurs) data.wishes.snoozedUntil = endOfSnooze(length, NOON)
      return isOurs
    },
    async declineOffer(token) {
      const isOurs = data.unsubscribes.has(token)
      if (isOurs) data.wishes.offer = { title: 'Contoso Analytics', declined: true }
      return isOurs
    },
  }
}

type PeopleVerbs =
  | 'listEscalations'
  | 'answerEscalation'
  | 'listTasks'
  | 'closeTask'
  | 'listSuppressions'
  | 'addSuppression'
  | 'liftSuppression'

function people(data: StandInData): Part<PeopleVerbs> {
  return {
    listEscalations: async ({ status }, page) =>
      slice(
        data.escalations.filter(row => matches(row.status, status)),
        page,
      ),
    async answerEscalation({ id, as, by, note }) {
      return Object.assign(demand(data.escalations, id), {
        status: as,
        answeredBy: by,
        answerNote: note,
        answeredAt: NOON,
      })
    },
    listTasks: async ({ status }, page) =>
      slice(
        data.tasks.filter(row => matches(row.status, status)),
        page,
      ),
    closeTask: async (id, by) => Object.assign(demand(data.tasks, id), { status: 'done', doneBy: by, doneAt: NOON }),
    listSuppressions: async page => slice(data.suppressions, page),
    async addSuppression({ scope, value, because, by, until }) {
      const row = suppressionRow({ id: 'suppression-new', scope, label: value, because, by, until, reason: 'person' })
      data.suppressions.push(row)
      return row
    },
    liftSuppression: async (id, because) =>
      Object.assign(demand(data.suppressions, id), { liftedAt: NOON, liftedBecause: because }),
  }
}

type OperationVerbs =
  | 'listWorkflows'
  | 'pauseWorkflow'
  | 'resumeWorkflow'
  | 'diffWorkflow'
  | 'mapWorkflow'
  | 'listEndpoints'
  | 'addEndpoint'
  | 'rotateEndpoint'
  | 'revokeEndpoint'
  | 'readStats'
  | 'listAlerts'
  | 'dismissAlert'
  | 'readHealth'

function operation(data: StandInData): Part<OperationVerbs> {
  return {
    listWorkflows: async () => data.workflows,
    pauseWorkflow: async id => Object.assign(demand(data.workflows, id), { state: 'paused' }),
    resumeWorkflow: async id => Object.assign(demand(data.workflows, id), { state: 'active' }),
    diffWorkflow: () => Promise.reject(new Error('the command line alone compares versions')),
    mapWorkflow: () => Promise.reject(new Error('the command line alone moves people')),
    listEndpoints: async () => data.endpoints,
    async addEndpoint(request) {
      const times = { createdAt: NOON, revokedAt: null, lastReceiptAt: null, lastValidatedAt: null }
      const endpoint = { id: 'endpoint-new', ...request, ...times, tokens: [] }
      data.endpoints.push(endpoint)
      return { endpoint, token: 'a-token-that-is-shown-once' }
    },
    rotateEndpoint: async id => ({ endpoint: demand(data.endpoints, id), token: 'a-fresh-token-shown-once' }),
    revokeEndpoint: async id => void Object.assign(demand(data.endpoints, id), { revokedAt: NOON }),
    readStats: async () => statsOf(data),
    listAlerts: async () => data.alerts.filter(({ clearedAt }) => clearedAt === null),
    dismissAlert: async id => Object.assign(demand(data.alerts, id), { clearedAt: NOON }),
    readHealth: async () => data.health,
  }
}
