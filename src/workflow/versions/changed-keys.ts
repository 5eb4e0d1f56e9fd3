import { describeDuration } from '../../domain/time/duration.ts'
import type { Weekday } from '../../domain/time/opening-hours.ts'
import type { ChooseArm, Program, SplitArm, Step } from '../program.ts'

export interface KeyChange {
  /** As the file calls it. */
  key: string
  from: string
  to: string
}

/** What of a step changed, key by key, beside its id and its neighbours. Both are of one kind. */
export function changedStepKeys(before: Step, after: Step): KeyChange[] {
  const [old, now] = [{ ...before } as Fields, { ...after } as Fields]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(name => !PLACE.has(name))
  return names.flatMap(name => {
    if (name === 'arms') return changedArms(old[name] as Arms, now[name] as Arms)
    return changed(keyOf(before.kind, name), old[name], now[name])
  })
}

/** What changed beside the steps. */
export function changedTopKeys(before: Program, after: Program): KeyChange[] {
  return [
    ...changed('title', before.title, after.title),
    ...changed('for: action', before.for.actions, after.for.actions),
    ...changed('for: source', before.for.sources, after.for.sources),
    ...changed('for: offer', before.for.offers, after.for.offers),
    ...changed('for: if', before.for.if, after.for.if),
    ...changed('again', before.again, after.again),
    ...changed('rank', before.rank, after.rank),
    ...changed('stop-on', before.stopOn, after.stopOn),
    ...changed('hours', before.hours, after.hours),
    ...changed('formerly', before.formerly, after.formerly),
  ]
}

type Fields = Record<string, unknown>
type Arms = (ChooseArm | SplitArm)[]

/** What a step is called, where it stands and where it leads: told apart from what it does. */
const PLACE: ReadonlySet<string> = new Set(['id', 'next', 'line', 'kind', 'then', 'otherwise'])

/** Fields whose key in the file is another word; a verb's own argument is called like the verb. */
const KEYS: Record<string, string> = {
  'send template': 'send',
  'wait time': 'wait',
  'wait-for signal': 'wait-for',
  'escalate team': 'escalate',
  'notify team': 'notify',
  'task because': 'task',
  'score points': 'score',
  'set values': 'set',
  'tag add': 'tag',
  'start workflow': 'start',
  'finish reason': 'finish',
  upTo: 'up-to',
  acceptWithinMs: 'accept-within',
  dueWithinMs: 'due-within',
}

function keyOf(kind: string, field: string): string {
  return KEYS[`${kind} ${field}`] ?? KEYS[field] ?? field
}

function changed(key: string, before: unknown, after: unknown): KeyChange[] {
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return []
  return [{ key, from: valueWords(before, key), to: valueWords(after, key) }]
}

/** Arms are compared by name: where they lead shows in the steps. */
function changedArms(before: Arms, after: Arms): KeyChange[] {
  const [old, now] = [armTerms(before), armTerms(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap(name =>
    changed(`arm ${name}`, old.get(name) ?? 'not there', now.get(name) ?? 'not there'),
  )
}

function armTerms(arms: Arms): Map<string, string> {
  return new Map(arms.map(arm => [arm.name, 'weight' in arm ? `${arm.weight} %` : (arm.if ?? 'always')]))
}

function valueWords(value: unknown, key: string): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number') return key.endsWith('-within') ? describeDuration(value) : String(value)
  if (typeof value === 'boolean') return `\`${value}\``
  if (typeof value === 'string') return `\`${value}\``
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(part => `\`${String(part)}\``).join(', ')
  return objectWords(value as Fields)
}

function objectWords(value: Fields): string {
  const { kind, ms, days, time, expression } = value
  if (kind === 'after' && typeof ms === 'number') return `after ${describeDuration(ms)}`
  if (kind === 'elapsed' && typeof ms === 'number') return describeDuration({ kind, ms })
  if ((kind === 'days' || kind === 'business days') && typeof days === 'number') return describeDuration({ kind, days })
  if (kind === 'clock')
    return `until ${String(time)}${(days as Weekday[]).length < 7 ? ` on ${dayWords(days as Weekday[])}` : ''}`
  if (kind === 'date') return `until ${String(expression)}${value.offset === null ? '' : ', moved'}`
  if (typeof kind === 'string') return kind
  if (typeof value.from === 'string')
    return `${value.from}–${String(value.to)} on ${dayWords(days as Weekday[])} (${String(value.zone)})`
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${String(part)}`)
    .join(', ')
}

const DAYS: Record<Weekday, string> = { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' }

function dayWords(days: Weekday[]): string {
  return days.map(day => DAYS[day]).join(' ')
}
