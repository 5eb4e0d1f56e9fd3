// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEAST, read } from './settings-texts.ts'

/** Pieces that mean something to YAML, to CEL or to the settings. */
const piece = fc.constantFrom(
  ...['publisher:', 'teams: ', 'limits: ', 'offers: ', 'scoring: ', 'rules: ', 'quiet-hours: ', 'intents: ', 'zone: '],
  ...['- ', ': ', ' #', '? ', '!x ', '&a ', '*a', '[', ']', '{', '}', '"', "'", '|\n', '>-\n', '\n', '\n  ', '\t', ','],
  ...['---\n', '%YAML 1.2\n', '<<: ', '__proto__: ', 'constructor: ', '~', '0x1', '.inf', '-1', '1e99', '20:00', '24h'],
  ...[
    '${A}',
    '${',
    '$${',
    '${B}',
    'if: ',
    'lead.score',
    ' > 1',
    'points: ',
    'because: ',
    'unlimited',
    'none',
    '\\',
    '0',
  ],
)

const value = fc.oneof(
  { depthSize: 'small' },
  fc.string({ maxLength: 12 }),
  fc.constantFrom('unlimited', 'none', '24h', 'lead', 'active', '${A}', '20:00'),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
)

const KEYS = [
  'publisher',
  'offers',
  'teams',
  'limits',
  'quiet-hours',
  'first-touch',
  'zone',
  'business-hours',
  'scoring',
]
const sections = fc
  .dictionary(fc.constantFrom(...KEYS, 'intents', 'do-not-contact', 'crm', 'x'), value, { maxKeys: 6 })
  .map(written => JSON.stringify(written))

test('keys that every object knows are keys like others', () => {
  for (const word of ['constructor', 'toString', '__proto__']) {
    expect(read(`intents: {${word}: {publisher: x}}`, {}).problems.length).toBeGreaterThan(0)
    expect(read(`intents: ${word}: publisher:`, {}).problems.length).toBeGreaterThan(0)
    for (const key of KEYS) {
      expect(read(`${key}: {${word}: 1}`, {}).problems.length).toBeGreaterThan(0)
      expect(read(`${key}: {rules: [{if: {${word}: 1}}], gap: {${word}: 1}}`, {}).problems.length).toBeGreaterThan(0)
    }
  }
})

test('any text is answered with settings or with an error, never with a throw', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join('')),
    fc.array(piece, { maxLength: 20 }).map(pieces => LEAST + pieces.join('')),
    sections,
  )
  fc.assert(
    fc.property(texts, text => {
      const { settings, problems } = read(text, { A: 'a: [&' })
      expect(settings === null).toBe(problems.some(({ severity }) => severity === 'error'))
      const lines = text.split('\n').length
      for (const { line, column, code } of problems) {
        expect(code).toMatch(/^TEND-S\d{3}$/)
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines)
        expect(column).toBeGreaterThanOrEqual(1)
      }
    }),
    { numRuns: 2000 },
  )
})

test('whatever is read keeps the promises that the rest of the product builds on', () => {
  const time = fc.constantFrom('00:00', '06:30', '08:00', '12:00', '20:00', '23:59')
  fc.assert(
    fc.property(time, time, fc.integer({ min: -2, max: 9 }), (from, to, most) => {
      const text = `${LEAST}quiet-hours: {from: ${from}, to: ${to}}\nlimits: {per-30-days: ${most}}\n`
      const { settings } = read(text)
      if (settings === null) return
      const quietMinutes = (minuteOf(to) - minuteOf(from) + 1440) % 1440
      expect(quietMinutes).toBeGreaterThan(0)
      expect(quietMinutes).toBeLessThanOrEqual(14 * 60)
      expect(settings.limits.per30Days).toBe(most)
      expect(most).toBeGreaterThanOrEqual(0)
    }),
  )
})

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
