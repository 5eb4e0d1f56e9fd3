import type { Escalation } from '../domain/escalation.ts'
import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Member, Settings, Team } from '../domain/settings.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { noticeContext } from './merge-contexts.ts'
import { notifyTeam } from './notify-team.ts'

export interface EscalationRequest {
  /** Null: the default team. */
  team: string | null
  /** With the lead, what makes an escalation the same one. */
  reason: string
  because: string
  acceptWithinMs: number | null
  enrollmentId: string | null
  inquiry: Inquiry | null
}

/** Hands the lead to a team, once per reason, and tells every member by mail. */
export function escalate(context: EngineContext, draft: Draft, request: EscalationRequest): void {
  if (draft.escalations.some(known => known.reason === request.reason)) return
  const team = teamOf(context.settings(), request.team)
  if (team === null) {
    context.log.warn('nobody to hand the lead to: tend.yaml names no team', { leadId: draft.lead.id })
    return
  }
  const acceptBy = draft.now + (request.acceptWithinMs ?? team.acceptWithinMs)
  const row: Escalation = {
    id: context.newId('escalation'),
    leadId: draft.lead.id,
    enrollmentId: request.enrollmentId,
    inquiryId: request.inquiry?.id ?? null,
    team: team.id,
    reason: request.reason,
    because: request.because,
    owner: memberInTurn(team, draft.lead.id)?.name ?? null,
    status: 'open',
    acceptBy,
    createdAt: draft.now,
    answeredAt: null,
    answeredBy: null,
    answerNote: null,
  }
  put(draft, 'escalations', row)
  const { id, because } = row
  draft.events.push(event('escalated', draft.now, { escalationId: id, team: team.id, because, acceptBy }))
  const handover = { kind: 'escalation', team: team.id, because, acceptBy, inquiry: request.inquiry } as const
  notifyTeam(context, draft, {
    template: 'team/escalation',
    originKind: 'escalation',
    originId: id,
    purpose: 'team/escalation',
    team,
    context: noticeContext(context, draft, handover),
  })
}

/** The named team, or the first one; null when there is none. */
export function teamOf(settings: Settings, id: string | null): Team | null {
  return settings.teams.find(team => team.id === id) ?? settings.teams[0] ?? null
}

function memberInTurn(team: Team, leadId: string): Member | undefined {
  let sum = 0
  for (const character of leadId) sum = (sum * 31 + character.charCodeAt(0)) >>> 0
  return team.members[sum % Math.max(1, team.members.length)]
}
