import type { NoticeContext } from '../domain/mail/mail-context.ts'
import type { MessageOrigin } from '../domain/mail/message.ts'
import type { Team } from '../domain/settings.ts'
import { composeMessage } from './compose-message.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'

export interface Notice {
  template: 'team/escalation' | 'team/call-task' | 'team/notice'
  originKind: MessageOrigin
  originId: string
  /** With the origin and the recipient, what makes a mail the same one. */
  purpose: string
  team: Team
  context: NoticeContext
}

/** One mail to each member of the team, in the same commit as what it tells of. */
export function notifyTeam(context: EngineContext, draft: Draft, notice: Notice): void {
  const template = context.catalog().notices[notice.template]
  if (template === undefined) {
    context.log.warn(`no template ${notice.template}: the team is not told by mail`, { team: notice.team.id })
    return
  }
  for (const member of notice.team.members) {
    draft.messages.push(
      composeMessage(context, draft, {
        kind: 'notice',
        originKind: notice.originKind,
        originId: notice.originId,
        purpose: notice.purpose,
        to: { name: member.name, address: member.email },
        template,
        merge: notice.context,
        enrollment: null,
      }),
    )
  }
}
