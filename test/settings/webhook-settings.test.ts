// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { LEAST, read, told } from './settings-texts.ts'

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ format: 'der', type: 'spki' })
const variables = { KEY: key.toString('base64'), SECRET: 'a-secret-of-enough-length' }

describe('webhooks', () => {
  test('name each provider with its proof, from the environment', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:mail'
    const { settings, problems } = read(
      `${LEAST}webhooks:
  amazon-ses: {topic: "${topic}", token: "\${SECRET}"}
  sendgrid: {public-key: "\${KEY}"}
  postmark: {token: "\${SECRET}"}
  azure: {token: "\${SECRET}"}
`,
      variables,
    )
    expect(problems).toEqual([])
    expect(settings?.webhooks).toEqual({
      amazonSes: { topic, token: variables.SECRET },
      sendgrid: { publicKey: variables.KEY },
      postmark: { token: variables.SECRET },
      azure: { token: variables.SECRET },
    })
  })

  test.each([
    ['{sendgrid: {public-key: nonsense}}', 'verification key that SendGrid shows'],
    ['{postmark: {token: short}}', '16 or more'],
    ['{postmark: {}}', 'token'],
    ['{amazon-ses: {topic: mail, token: "${SECRET}"}}', 'arn:aws:sns:eu-central-1:123456789012:mail'],
    ['{mailgun: {token: "${SECRET}"}}', 'mailgun'],
    ['postmark', '{postmark: {token: "${POSTMARK_TOKEN}"}}'],
  ])('%s is told with what was expected', (text, expected) => {
    const lines = told(`webhooks: ${text}\n`, variables)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(expected)
    expect(lines[0]).not.toContain(variables.SECRET)
  })
})
