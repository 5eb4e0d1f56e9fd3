import { html } from 'hono/html'
import type { LeadWorld } from '../../engine/ports.ts'
import { actionForm, type Markup, nothing } from './parts.ts'

/** What a person may decide about a lead, as it stands. */
export function leadActions({ lead, suppressions }: LeadWorld, csrf: string): Markup {
  if (lead.status === 'erased') return nothing('Everything personal was deleted; there is nothing to decide.')
  const isBarred = lead.status === 'do-not-contact' || suppressions.some(({ liftedAt }) => liftedAt === null)
  const form = (verb: string, label: string, more: { tone?: 'main' | 'danger'; fields?: unknown } = {}) =>
    actionForm({ action: `/leads/${lead.id}/${verb}`, csrf, label, ...more })
  const reason = html`<input type="text" name="reason" placeholder="Reason (optional)" aria-label="Reason" maxlength="500">`
  const needed = html`<input type="text" name="reason" placeholder="Why may we write again?" aria-label="Reason to allow contact" maxlength="500" required>`
  return html`<div class="actions">
    ${lead.status === 'qualified' ? null : form('qualify', 'Qualify', { tone: 'main', fields: reason })}
    ${lead.status === 'disqualified' ? null : form('disqualify', 'Disqualify', { fields: reason })}
    ${lead.status === 'do-not-contact' ? null : form('do-not-contact', 'Do not contact', { tone: 'danger', fields: reason })}
    ${isBarred ? form('allow-contact', 'Allow contact', { fields: needed }) : null}
  </div>`
}
