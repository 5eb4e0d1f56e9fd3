import { WEEKDAY_PATTERN } from '../time/day-words.ts'
import { DAY_MS } from '../time/units.ts'
import { type DayMention, dayMentions } from './day-mention.ts'

const TEXT_MAX = 6000
const FURTHEST_DAYS = 120
const WINDOW = 70

const FILLER = new RegExp(
  `(?:[\\s,(:]|\\b(?:the|den|dem|der|le|la|el|il|dia|dnia|dne|het|next|coming|kommenden?|nachsten?|prochain|proximo|prossimo|przyszl[ya]|pristi|v|ve|w|we|on|am|and including|und|${WEEKDAY_PATTERN})\\b\\.?)+$`,
)
const UNTIL =
  /(?:^|[\s,(])(?:until|til|till|through|thru|up to|including|inclusive|bis(?: (?:zum|und mit|einschliesslich|einschl|inklusive|inkl|incl))*|einschliesslich|jusqu'?(?:au|a|en)?|jusque|hasta|fino(?: all'| al?)?|sino al|tot(?: en met)?|t\/m|t\.?e\.?m|(?:az )?do|ate(?: ao?)?)\.?$/
/** Between two days only: elsewhere these words mean other things. */
const TO = /(?:^|[\s.,\d])(?:to|and|zum|au|al|a|ao|en met|do|[-–—])$/
const FROM =
  /(?:^|[\s,(])(?:as (?:of|from)|from|starting|after|ab|a (?:partir|compter) d(?:e|u|el|o)|a partir|desde|dal|dall'|da|a partire da[l]?|vanaf|od|des|since)$/
const AFTER = /(?:^|\s)after$/
const GOES_ON =
  /^[\s,)]*(?:\d{4}\W{0,2})?(?:to\b|until|till|through|bis\b|au\b|al\b|hasta|jusqu|fino|tot\b|t\/m|do\b|ate\b|ao?\b|[-–—])/

const BACK =
  /\b(?:back\b|return|available|reachable|resum|wieder|zuruck|ruckkehr|erreichbar|anwesend|retour|revien|rentr|disponib|joignable|de vuelta|vuelv|volver|regres|reincorpor|reanud|rientr|torn[oaei]|ritorn|operativ|terug|weer\b|bereikbaar|aanwezig|beschikbaar|zpet|vrat|vrac|k dispozici|zastizen|opet|wracam|wroc|powrot|powrac|ponownie|dostepn|volt[aoe]|retorn|regress|repl(?:y|ies)|respond)/
const COMES_BACK =
  /\b(?:back|return\w*|zuruck\w*|retour|rentr\w*|revien\w*|vuelv\w*|volver\w*|regres\w*|rientr\w*|torn\w*|terug|zpet|wroc\w*|volt\w*)\b[^.]{0,30}$/
const NOT = /\b(?:not|n't|nicht|erst|ne|no|non|niet|nie|nao|neprijdu|nevratim)\b|n't\b/
const ABSENT =
  /\b(?:out\b|away|vacation|holiday|leave\b|absent|absence|abwesen|urlaub|nicht|ausser haus|conge|ausente|ausencia|fuera|vacaciones|assente|fuori|ferie|afwezig|vakantie|verlof|dovolen|nepritom|mimo|nebudu|urlop|nieobecn|poza|ferias|fora\b|closed|limited|unavailable|not\b|no estar|geschlossen|fermes?\b|cerrad|chius|gesloten|zavren|zamkniet)/

const ENGLISH = /\b(?:the|and|will|office|until|back|out|return|my|please|with|am)\b/g
const OTHER =
  /\b(?:ich|bin|bis|der|die|und|je|suis|le|les|et|vous|estoy|hasta|el|los|y|sono|fino|il|gli|ik|ben|tot|het|een|jsem|budu|do|jestem|nie|w|estou|ate|os|em|jusqu)\b/g

type Role = 'back' | 'last' | null

/**
 * The day on which the author of an automatic answer is back, as `2026-12-28`; the day after when only the last day away is
 * named. Only a day after `receivedAt` and within 120 days counts; one that can be read in two ways does not.
 */
export function returnDay(text: string, receivedAt: number): string | null {
  const folded = fold(text.slice(0, TEXT_MAX))
  const today = Math.floor(receivedAt / DAY_MS)
  const mentions = dayMentions(folded, { today, isEnglish: isEnglish(folded) })
  const told = mentions.flatMap((mention, index) => {
    const role = mention.day === null ? null : roleOf(folded, mentions, index)
    if (role === null || mention.day === null) return []
    const day = role === 'back' ? mention.day : mention.day + 1
    return day > today && day <= today + FURTHEST_DAYS ? [{ role, day }] : []
  })
  const back = told.find(({ role }) => role === 'back')?.day
  const day = back ?? Math.max(...told.map(one => one.day))
  return Number.isFinite(day) ? new Date(day * DAY_MS).toISOString().slice(0, 10) : null
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\t\u00a0 ]+/g, ' ')
    .replace(/ ?\n ?(?=\n)/g, ' | ')
    .replace(/\n/g, ' ')
}

function isEnglish(text: string): boolean {
  return (text.match(ENGLISH)?.length ?? 0) > (text.match(OTHER)?.length ?? 0)
}

function roleOf(text: string, mentions: DayMention[], index: number): Role {
  const { start, end } = mentions[index] as DayMention
  const previous = mentions[index - 1]?.end ?? 0
  const whole = text.slice(Math.max(0, start - WINDOW), start)
  const before = lastSentence(whole)
  const own = lastSentence(text.slice(Math.max(previous, start - WINDOW), start))
  const after = firstSentence(text.slice(end, Math.min(mentions[index + 1]?.start ?? text.length, end + WINDOW)))
  const lead = bare(whole)
  const isRange = TO.test(lead) && start - previous < 16 && index > 0
  if (isRange || /\b\d{1,2}\.? (?:to|bis|au|al|do|a|[-–]) ?$/.test(whole) || endsWithUntil(whole, lead)) {
    return NOT.test(before) && COMES_BACK.test(before) ? 'back' : 'last'
  }
  if (GOES_ON.test(text.slice(end, end + 20)) && index + 1 < mentions.length) return null
  if (FROM.test(lead)) return fromRole(own, after, AFTER.test(lead))
  if (BACK.test(own)) return 'back'
  return BACK.test(after) && !ABSENT.test(lastClause(own)) && !/^[^,;]*\b(?:until|bis)\b/.test(after) ? 'back' : null
}

function endsWithUntil(whole: string, lead: string): boolean {
  return UNTIL.test(lead) || UNTIL.test(whole.trimEnd())
}

function fromRole(own: string, after: string, isAfter: boolean): Role {
  if (isAfter) return BACK.test(own) || BACK.test(after) ? 'last' : null
  if (BACK.test(own) || BACK.test(after)) return 'back'
  return ABSENT.test(own) || ABSENT.test(after) ? null : 'back'
}

function bare(text: string): string {
  return text.replace(FILLER, '')
}

function lastSentence(text: string): string {
  return text.split(/[!?|;]|(?<!\d)\. /).at(-1) ?? ''
}

function lastClause(text: string): string {
  return text.split(/,| (?:und|and|et|y|e|en|a|i) /).at(-1) ?? ''
}

function firstSentence(text: string): string {
  return text.split(/[!?|;]|\. /)[0] ?? ''
}
