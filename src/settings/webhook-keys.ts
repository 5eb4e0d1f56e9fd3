// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import type { Webhooks } from '../domain/settings.ts'
import { innerMap } from '../workflow/language/reading.ts'

export const NO_WEBHOOKS: Webhooks = { amazonSes: null, sendgrid: null, postmark: null, azure: null }

const TOKEN = 'a secret of 16 or more letters, digits, `-` and `_`, best from the environment'
const TOPIC = 'the ARN of a topic such as `arn:aws:sns:eu-central-1:123456789012:mail`'
const PUBLIC_KEY = 'the verification key that SendGrid shows, such as `${SENDGRID_KEY}`'

export const webhooks = innerMap(
  {
    'amazon-ses': innerMap(
      {
        topic: z
          .string({ error: TOPIC })
          .regex(/^arn:aws(-[a-z-]+)?:sns:[a-z]{2}(-[a-z0-9]+)+:\d{12}:[\w-]{1,256}$/, TOPIC)
          .meta({
            description: 'ARN of the SNS topic to which SES tells bounces and complaints.',
            examples: ['arn:aws:sns:eu-central-1:123456789012:mail'],
          }),
        token: token('SES_TOKEN'),
      },
      'a map such as `{topic: "arn:aws:sns:eu-central-1:123456789012:mail", token: "${SES_TOKEN}"}`',
    )
      .optional()
      .describe('Amazon SES, through a topic of SNS that posts to `/webhooks/amazon-ses/<token>`.'),
    sendgrid: innerMap(
      {
        'public-key': z
          .string({ error: PUBLIC_KEY })
          .refine(isPublicKey, PUBLIC_KEY)
          .meta({
            description: 'Verification key of the Signed Event Webhook (ECDSA).',
            examples: ['${SENDGRID_KEY}'],
          }),
      },
      'a map such as `{public-key: "${SENDGRID_KEY}"}`',
    )
      .optional()
      .describe('Twilio SendGrid, whose Signed Event Webhook posts to `/webhooks/sendgrid`.'),
    postmark: innerMap({ token: token('POSTMARK_TOKEN') }, 'a map such as `{token: "${POSTMARK_TOKEN}"}`')
      .optional()
      .describe('Postmark, which posts to `/webhooks/postmark/<token>`, or with the token as password.'),
    azure: innerMap({ token: token('AZURE_TOKEN') }, 'a map such as `{token: "${AZURE_TOKEN}"}`')
      .optional()
      .describe('Azure Communication Services, through Event Grid that posts to `/webhooks/azure/<token>`.'),
  },
  'a map such as `{postmark: {token: "${POSTMARK_TOKEN}"}}`',
).transform((written): Webhooks => {
  const { 'amazon-ses': amazonSes, sendgrid, postmark, azure } = written
  return {
    amazonSes: amazonSes ?? null,
    sendgrid: sendgrid === undefined ? null : { publicKey: sendgrid['public-key'] },
    postmark: postmark ?? null,
    azure: azure ?? null,
  }
})

function token(variable: string) {
  return z
    .string({ error: TOKEN })
    .regex(/^[\w.~-]{16,200}$/, TOKEN)
    .meta({
      description: 'Secret at the end of the address that the provider posts to: from the environment.',
      examples: [`\${${variable}}`],
    })
}

function isPublicKey(written: string): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(written, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType === 'ec'
    )
  } catch {
    return false
  }
}
