/** Words of other tools and of other languages for days of the week, by how they begin. */
const BEGINNINGS: [RegExp, string][] = [
  [/^(mo|lun)/, 'mon'],
  [/^(tu|di|mardi)/, 'tue'],
  [/^(we|mi|mercredi)/, 'wed'],
  [/^(th|do|jeudi)/, 'thu'],
  [/^(fr|vendredi)/, 'fri'],
  [/^(sa)/, 'sat'],
  [/^(su|so|dimanche)/, 'sun'],
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
