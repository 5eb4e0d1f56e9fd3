import type { EventData, EventKind, NewEvent } from './event.ts'
import { actionWords, sourceWords } from './inquiry/words.ts'
import { describeDuration } from './time/duration.ts'
import { HOUR_MS, MINUTE_MS } from './time/units.ts'

/** The sentence that a person reads in the timeline. A person's own words follow it where there are any. */
export function describeEvent(happened: NewEvent): string {
  const describe = SENTENCES[happened.kind] as (data: EventData[EventKind]) => string
  const sentence = describe(happened.data)
  return happened.text === undefined ? sentence : `${sentence} “${happened.text}”`
}

type Sentences = { [K in EventKind]: (data: EventData[K]) => string }

const SENTENCES: Sentences = {
  'lead-created': data =>
    data.identifiedBy === 'nothing'
      ? 'New lead, without an address or a phone to know it by.'
      : `New lead, known by ${data.identifiedBy === 'email' ? 'its address' : 'its phone'}.`,
  'lead-filled': data => `The inquiry filled in ${list(data.fields)}.`,
  'lead-differs': data => `The inquiry gave another ${list(data.fields)}; the known value was kept.`,
  'possible-duplicate': data => `May be the same person as ${list(data.leadIds)}; not merged.`,
  'inquiry-received': data =>
    `The customer ${actionWords(data.action)} – ${data.offer}, ${sourceWords(data.source)}${flagWords(data.flags)}.`,
  'inquiry-unrouted': data => `No workflow matches ${data.action || 'an inquiry without action code'}: nothing starts.`,
  'inquiry-joined': data => `The inquiry joins ${data.workflow}: ${data.because}.`,
  'inquiry-waits': data => `${data.workflow} waits until ${data.behind} has ended.`,
  'inquiry-not-started': data => `Nothing starts${data.workflow ? ` (${data.workflow})` : ''}: ${data.because}.`,
  enrolled: data => `Workflow ${data.workflow} begins.`,
  'enrollment-ended': data => `Workflow ${data.workflow} ${ENDINGS[data.status]}: ${data.because}.`,
  'enrollment-moved': data => `Goes on at ${data.step} in the new version of the workflow.`,
  'timetable-shifted': data => `Everything still to come moves by ${howLong(data.ms)}: ${data.because}.`,
  'step-skipped': data => `Step ${data.step} is skipped: ${data.because}.`,
  'step-waits': data =>
    `Step ${data.step} waits${data.until === null ? '' : ` until ${moment(data.until)}`}: ${data.because}.`,
  'lead-marked': data =>
    `Noted on the lead: ${list([...data.set, ...data.tagged.map(tag => `+${tag}`), ...data.untagged.map(tag => `−${tag}`)])}.`,
  'team-told': data => `${capital(data.team)} was told: ${data.because}.`,
  'arm-taken': data => `At ${data.step} the way is ${data.arm}.`,
  'mail-planned': data => `Mail ${data.template} is ready to leave.`,
  'mail-sent': data =>
    data.transport === 'capture'
      ? `Mail ${mail(data)} went to the capture mailbox.`
      : `Mail ${mail(data)} was accepted by the mail server.`,
  'mail-delayed': data => `Mail ${mail(data)} is tried again at ${moment(data.until)}: ${data.because}.`,
  'mail-skipped': data => `Mail ${mail(data)} is skipped: ${data.because}.`,
  'mail-suppressed': data => `Mail ${mail(data)} was stopped before it left: ${data.because}.`,
  'mail-cancelled': data => `Mail ${mail(data)} is cancelled: ${data.because}.`,
  'mail-failed': data => `Mail ${mail(data)} was refused for good: ${data.because}.`,
  'mail-uncertain': data => `Mail ${mail(data)} may have arrived and nobody said so: ${data.because}.`,
  'mail-held': data => `Mail ${mail(data)} is held for a person: ${data.because}.`,
  'mail-resolved': data =>
    data.as === 'sent' ? `${data.by} says the mail arrived.` : `${data.by} has the mail sent again.`,
  scored: data => `${data.points < 0 ? '−' : '+'}${Math.abs(data.points)} points, now ${data.total}: ${data.because}.`,
  qualified: data => `Qualified by ${data.by}: ${data.because}.`,
  disqualified: data => `Disqualified by ${data.by}: ${data.because}.`,
  reopened: data => `Opened again by ${data.by}: ${data.because}.`,
  escalated: data => `Handed to ${data.team}, to be taken by ${moment(data.acceptBy)}: ${data.because}.`,
  'escalation-answered': data =>
    data.answer === 'expired' ? `Nobody of ${data.team} took the lead in time.` : `${data.by} ${data.answer} the lead.`,
  'task-opened': data => `${data.team} is to call by ${moment(data.dueBy)}: ${data.because}.`,
  'task-closed': data => `The call is ${data.as} (${data.by}).`,
  'automatic-answer': ({ backOn }) =>
    `An automatic answer came${backOn === null ? '' : `: back on ${backOn}`}. It stops nothing.`,
  'mail-returned': ({ because, blames, by }) => `A mail came back (${blames}, says ${by}): ${because}`,
  'signal-received': data => `${capital(data.signal)} (${data.by}).`,
  suppressed: data =>
    `No mail${data.offer === undefined ? '' : ` about ${data.offer}`} to this ${SCOPES[data.scope]} ${data.until === null ? 'any more' : `until ${moment(data.until)}`}: ${data.because}.`,
  'suppression-lifted': data => `Mail to this ${SCOPES[data.scope]} is allowed again (${data.by}): ${data.because}.`,
  'do-not-contact': data => `Do not contact (${data.by}): ${data.because}.`,
  'contact-allowed': data => `Contact is allowed again (${data.by}): ${data.because}.`,
  erased: data => `Everything personal was erased (${data.by}).`,
  exported: data => `Everything held about the person was exported (${data.by}).`,
}

const ENDINGS = { finished: 'is finished', stopped: 'stops', replaced: 'is replaced' }
const SCOPES = { address: 'address', domain: 'domain', lead: 'lead', phone: 'phone', pair: 'name with company' }

function list(words: string[]): string {
  return words.join(', ')
}

function flagWords(flags: string[]): string {
  return flags.length === 0 ? '' : ` (${flags.join(', ').replaceAll('-', ' ')})`
}

function mail(data: { template: string | null }): string {
  return data.template ?? 'to the team'
}

/** To the minute, from two days on to the hour. */
function howLong(ms: number): string {
  const hours = Math.round(ms / HOUR_MS)
  if (hours < 48) return describeDuration(Math.round(ms / MINUTE_MS) * MINUTE_MS)
  const rest = (hours % 24) * HOUR_MS
  return [describeDuration(hours * HOUR_MS - rest), ...(rest === 0 ? [] : [describeDuration(rest)])].join(' ')
}

function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
