/** Words of other tools and of other languages for days of the week, by how they begin. */
const BEGINNINGS: [RegExp, string][] = [
  [/^(mo|lun|1$)/, 'mon'],
  [/^(tu|di|mardi|2$)/, 'tue'],
  [/^(we|mi|mercredi|3$)/, 'wed'],
  [/^(th|do|jeudi|4$)/, 'thu'],
  [/^(fr|vendredi|5$)/, 'fri'],
  [/^(sa|6$)/, 'sat'],
  [/^(su|so|dimanche|[07]$)/, 'sun'],
]

const WHOLE = new Map([
  ['weekday', 'mon-fri'],
  ['weekdays', 'mon-fri'],
  ['workday', 'mon-fri'],
  ['workdays', 'mon-fri'],
  ['working days', 'mon-fri'],
  ['business days', 'mon-fri'],
  ['weekend', 'sat-sun'],
  ['weekends', 'sat-sun'],
  ['every day', 'mon-sun'],
  ['daily', 'mon-sun'],
  ['all', 'mon-sun'],
  ['any', 'mon-sun'],
])

/** `mo-fri`, `Monday to Friday` or `weekdays` in the form of this language: `mon-fri`. Unknown words stay as they are. */
export function betterDays(written: string): string {
  const text = written.trim().toLowerCase()
  const whole = WHOLE.get(text)
  if (whole !== undefined) return whole
  return text
    .replace(/\s*(?:\bto\b|\bbis\b|\.\.+|–|—|-)\s*/g, '-')
    .split(/\s*(?:[,;+&/]|\band\b|\bund\b|\s)\s*/)
    .map(range => range.split('-').map(dayName).join('-'))
    .join(', ')
}

function dayName(word: string): string {
  return BEGINNINGS.find(([form]) => form.test(word))?.[1] ?? word
}
