// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEAST, read, readGood, told } from './settings-texts.ts'

const replyTo = (text: string) => LEAST.replace('teams:', `  reply-to: ${text}\nteams:`)

describe('a variable', () => {
  test('is replaced anywhere in a text, several at a time', () => {
    const { settings, problems } = read(replyTo('"${BOX}@${DOMAIN}"'), { BOX: 'hello', DOMAIN: 'contoso.example' })
    expect(problems).toEqual([])
    expect(settings?.publisher.replyTo).toBe('hello@contoso.example')
  })

  test('may stand for a number', () => {
    const sections =
      'scoring: {qualified-at: "${AT}"}\nlimits:\n  per-30-days: ${MOST}\n  ceiling: ${MOST}\n  gap: ${GAP}\n'
    const { settings, problems } = read(LEAST + sections, { AT: '70', MOST: '3', GAP: '0' })
    expect(problems).toEqual([])
    expect(settings?.scoring.qualifiedAt).toBe(70)
    expect(settings?.limits).toEqual({ gapMs: 0, per30Days: 3, ceilingPerDay: 3 })
  })

  test('that is not set is named, at its place, and nothing else is told about the text', () => {
    const { settings, problems } = read(replyTo('${REPLY_TO}'))
    expect(settings).toBeNull()
    expect(problems).toEqual([
      {
        code: 'TEND-S022',
        severity: 'error',
        file: 'tend.yaml',
        line: 6,
        column: 13,
        message: 'the variable `REPLY_TO` is not set',
        hint: 'Set `REPLY_TO` in the environment, or write the value here.',
      },
    ])
  })

  test('that is not set hides no other problem of its section', () => {
    const { problems } = read(replyTo('${REPLY_TO}').replace('postal-address', 'postal-adress'))
    expect(problems.map(({ code }) => code)).toEqual(['TEND-S008', 'TEND-S022'])
  })

  test.each(['${REPLY-TO}', '${}', '${1ST}', '"a ${OPEN"'])('%s is not one', text => {
    expect(read(replyTo(text)).problems).toMatchObject([{ code: 'TEND-S023', line: 6, column: 13 }])
  })

  test('without quotes inside brackets is explained', () => {
    expect(told('do-not-contact: {lifted-by: ${WHO}}\n', { WHO: 'person' })[0]).toContain(
      'Inside `{…}` and `[…]` put a variable in quotes: `"${NAME}"`.',
    )
  })

  test('is left alone when the dollar is doubled', () => {
    const { settings } = read(LEAST.replace('1 Main Street', () => '$${STREET}'))
    expect(settings?.publisher.postalAddress).toBe('${STREET}, Prague')
  })

  test('that stands in what it holds is not replaced again', () => {
    const { settings } = read(LEAST.replace('1 Main Street', '${A}'), { A: '${B}', B: 'b' })
    expect(settings?.publisher.postalAddress).toBe('${B}, Prague')
  })

  test('is nothing in a key and in a comment', () => {
    expect(readGood('offers: {"contoso.${X}": {title: A}} # ${Y}\n').offers).toHaveProperty(['contoso.${x}'])
  })
})

const EVERYWHERE = `publisher:
  name: \${V}
  postal-address: a \${V}
  privacy-url: \${V}
  booking-url: "\${V}"
  sender: {name: "\${V}", email: "\${V}"}
  reply-to: >-
    \${V}
offers: {contoso.a: {title: "\${V}", intents: {PLT: "\${V}"}}, contoso.b: "\${V}"}
teams: {a: {members: [{name: "\${V}", email: "\${V}"}], accept-within: "\${V}"}, b: "\${V}"}
limits: {gap: "\${V}", per-30-days: "\${V}", ceiling: "\${V}"}
quiet-hours: {from: "\${V}", to: "\${V}", zone: "\${V}"}
first-touch: \${V}
zone: \${V}
business-hours: {days: "\${V}", from: "\${V}", to: "\${V}", zone: "\${V}"}
scoring:
  qualified-at: \${V}
  rules:
    - {if: "\${V}", points: "\${V}", because: "\${V}"}
    - if: lead.company == "\${V}" && lead.score > "\${V}"
      points: \${V}
      because: \${V}
    - \${V}
intents: {PLT: "\${V}", INS: "\${V}"}
do-not-contact: {lifted-by: "\${V}"}
`

test('what a variable holds never shows in a problem', () => {
  const secret = 'Xq7Zk9'
  const around = fc.constantFrom(
    ...[
      '',
      ' ',
      ', but is ',
      '` must be ',
      '\n',
      '"',
      "'",
      '`',
      'lead.',
      ' > 1',
      '24h',
      '@contoso.example',
      'https://',
    ],
    ...['20:00', 'is missing: expected ', '== "', '0', 'x'.repeat(60), '${V}', 'mon-', 'Europe/'],
  )
  const value = fc
    .tuple(fc.array(around, { maxLength: 4 }), fc.array(around, { maxLength: 4 }))
    .map(([before, after]) => before.join('') + secret + after.join(''))
  fc.assert(
    fc.property(value, held => {
      const { problems } = read(EVERYWHERE, { V: held })
      expect(problems.length).toBeGreaterThan(10)
      expect(JSON.stringify(problems)).not.toContain(secret)
      for (const shorter of [`lead.${secret}`, secret.slice(0, 4)])
        expect(JSON.stringify(problems)).not.toContain(shorter)
    }),
    { numRuns: 300 },
  )
})

test('a wrong value from a variable still says what was expected, and which variable to correct', () => {
  const { problems } = read(replyTo('${REPLY_TO}'), { REPLY_TO: 'not an address' })
  expect(problems).toMatchObject([
    {
      line: 6,
      column: 13,
      message:
        '`reply-to` must be an e-mail address such as `jana@contoso.example`, but what `${REPLY_TO}` holds is not',
      hint: 'Correct `${REPLY_TO}` in the environment.',
    },
  ])
})
