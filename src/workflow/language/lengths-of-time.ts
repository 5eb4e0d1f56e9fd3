const UNITS: [RegExp, (count: number) => string][] = [
  [/^s(ec(ond)?s?)?$/, count => `${count}s`],
  [/^m(in(ute)?s?)?$/, count => `${count}m`],
  [/^h((ou)?rs?)?$/, count => `${count}h`],
  [/^d(ays?)?$/, count => `${count} ${count === 1 ? 'day' : 'days'}`],
  [/^w(eeks?)?$/, count => `${count} ${count === 1 ? 'week' : 'weeks'}`],
  [/^(business|work(ing)?)[ _-]?days?$/i, count => `${count} business ${count === 1 ? 'day' : 'days'}`],
  [/^months?$/, count => `${count * 30} days`],
]
const WHOLE = /^(for|duration|length|time|delay|period)$/
const COUNT = /^(amount|value|count|number|duration|length)$/

/** `{days: 3}`, `{for: 3 days}` or `{amount: 3, unit: days}` as this language writes a length of time; null for another map. */
export function betterLength(written: object): string | null {
  const entries = Object.entries(written) as [string, unknown][]
  const [[key, value] = ['', null], ...more] = entries
  if (more.length === 0 && typeof value === 'string' && WHOLE.test(key)) return value
  if (more.length === 0) return lengthOf(key, value)
  const unit = entries.find(([one]) => one === 'unit')?.[1]
  const count = entries.find(([one]) => COUNT.test(one))?.[1]
  return entries.length === 2 && typeof unit === 'string' ? lengthOf(unit, count) : null
}

function lengthOf(unit: string, count: unknown): string | null {
  const form = UNITS.find(([name]) => name.test(unit))?.[1]
  const whole = Number(count)
  return form !== undefined && Number.isInteger(whole) && whole > 0 ? form(whole) : null
}
