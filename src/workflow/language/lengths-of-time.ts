import { betterDuration } from '../../domain/time/duration-hints.ts'

const WHOLE = /^(for|duration|length|time|delay|period)$/
const COUNT = /^(amount|value|count|number|duration|length)$/

/** `{days: 3}`, `{days: 2, hours: 4}`, `{for: 3 days}` or `{amount: 3, unit: days}` as this language writes a length of time; null for another map. */
export function betterLength(written: object): string | null {
  const entries = Object.entries(written) as [string, unknown][]
  const [[key, value] = ['', null], ...more] = entries
  if (more.length === 0 && typeof value === 'string' && WHOLE.test(key)) return value
  const unit = entries.find(([one]) => one === 'unit')?.[1]
  const count = entries.find(([one]) => COUNT.test(one))?.[1]
  const parts = typeof unit === 'string' && entries.length === 2 ? [[unit, count]] : entries
  if (!parts.every(([, one]) => Number.isInteger(Number(one)) && Number(one) > 0)) return null
  return parts.length === 0 ? null : betterDuration(parts.map(([unit, count]) => `${count} ${unit}`).join(' '))
}
