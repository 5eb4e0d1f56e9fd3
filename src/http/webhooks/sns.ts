import { verify, X509Certificate } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { isSame } from '../session.ts'
import { parseJson, refused, type WebhookReading, type WebhookRequest } from './reading.ts'

export interface SnsSecrets {
  topic: string
  token: string
}

const envelope = z.object({
  Type: z.string(),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
})

export type SnsEnvelope = z.infer<typeof envelope>

/** An envelope of the right topic whose certificate may be fetched; nothing in it is proven yet. */
export function openEnvelope(request: WebhookRequest, secrets: SnsSecrets): SnsEnvelope | WebhookReading {
  if (request.token === null || !isSame(request.token, secrets.token)) return refused('the token is another one')
  const read = envelope.safeParse(parseJson(request.body))
  if (!read.success) return refused('it is no message of Amazon SNS')
  if (!isSame(read.data.TopicArn, secrets.topic)) return refused('it comes from another topic')
  if (isCertificateUrl(read.data.SigningCertURL, secrets.topic)) return read.data
  return refused('its certificate does not lie with Amazon SNS in the region of the topic')
}

/** True when Amazon signed the envelope with the key of this certificate, which is valid now. */
export function isSigned(message: SnsEnvelope, certificate: string, now: number): boolean {
  try {
    const { publicKey, validFromDate, validToDate } = new X509Certificate(certificate)
    if (now < validFromDate.getTime() || now > validToDate.getTime()) return false
    const algorithm = message.SignatureVersion === '2' ? 'sha256' : 'sha1'
    return verify(algorithm, Buffer.from(signedText(message)), publicKey, Buffer.from(message.Signature, 'base64'))
  } catch {
    return false
  }
}

/** Null unless the address is that of SNS in the region of the topic and confirms just this subscription. */
export function confirmationUrl({ SubscribeURL, TopicArn }: SnsEnvelope): string | null {
  const url = amazonUrl(SubscribeURL ?? '', TopicArn)
  if (url === null || url.pathname !== '/') return null
  const isOurs =
    url.searchParams.get('Action') === 'ConfirmSubscription' && url.searchParams.get('TopicArn') === TopicArn
  return isOurs ? url.href : null
}

function isCertificateUrl(text: string, topic: string): boolean {
  const url = amazonUrl(text, topic)
  return url !== null && url.search === '' && /^\/SimpleNotificationService-[\w-]{1,100}\.pem$/.test(url.pathname)
}

/** No request of ours goes to any other host, whatever a message says. */
function amazonUrl(text: string, topic: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const [, partition = '', , region = ''] = topic.split(':')
  const host = `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
  const isPlain = url.username === '' && url.password === '' && url.port === ''
  return url.protocol === 'https:' && url.hostname === host && isPlain ? url : null
}

function signedText(message: SnsEnvelope): string {
  const names =
    message.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const)
  const told = names.filter(name => typeof message[name] === 'string')
  return told.map(name => `${name}\n${message[name]}\n`).join('')
}
