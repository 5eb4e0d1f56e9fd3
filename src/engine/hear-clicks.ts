import { BURST_MS, type ClickLook, humanClicks } from '../domain/mail/human-click.ts'
import { isSettled } from '../domain/mail/message.ts'
import { readClick } from './click-link.ts'
import type { EngineContext } from './context.ts'
import { recordSignal } from './record-signal.ts'

/** More at one moment is no reader. */
const MOST_LOOKS = 50
const MOST_MESSAGES = 10_000

/** Where a click goes; null for a link that is not ours. Whether a person clicked is judged once it is clear what else was looked at. */
export function followClick(
  context: EngineContext,
  token: string,
  look: Pick<ClickLook, 'method' | 'userAgent'>,
): string | null {
  const click = readClick(context, token)
  if (click === null) return null
  const { clicks, clock } = context
  const known = clicks.get(click.messageId) ?? []
  const hasRoom = known.length < MOST_LOOKS && (known.length > 0 || clicks.size < MOST_MESSAGES)
  if (hasRoom) clicks.set(click.messageId, [...known, { ...look, link: click.link, at: clock.now() }])
  return new URL(click.link).href
}

/** Makes signals of the looks that people made, once for each mail and link. */
export async function hearClicks(context: EngineContext): Promise<void> {
  const now = context.clock.now()
  const ripe = [...context.clicks].filter(([, looks]) => looks.every(({ at }) => now - at > BURST_MS))
  for (const [messageId, looks] of ripe) {
    context.clicks.delete(messageId)
    await hear(context, messageId, looks)
  }
}

async function hear(context: EngineContext, messageId: string, looks: ClickLook[]): Promise<void> {
  const message = await context.store.messages.find(messageId)
  if (message === null || !isSettled(message.status)) return
  const links = new Set(humanClicks(looks, message.settledAt ?? message.createdAt).map(({ link }) => link))
  const world = await context.store.leads.world(message.leadId)
  if (world === null || world.lead.status === 'erased') return
  const { signals } = world
  for (const link of links) {
    const data = { messageId, link }
    if (signals.some(known => known.kind === 'click' && known.data.messageId === messageId && known.data.link === link))
      continue
    await recordSignal(context, { leadId: message.leadId, kind: 'click', at: null, data, by: 'recipient' })
  }
}
