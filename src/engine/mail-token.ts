import { createHash, timingSafeEqual } from 'node:crypto'
import type { EngineContext } from './context.ts'

/** `return`: whoever writes there tells what became of the mail. `unsubscribe`: whoever writes there wants no more. */
export type MailTokenPurpose = 'return' | 'unsubscribe'

export interface MailToken {
  purpose: MailTokenPurpose
  messageId: string
}

const PURPOSES: readonly MailTokenPurpose[] = ['return', 'unsubscribe']
const PREFIX = 'msg_'
const SEAL_LENGTH = 16
const FORM = new RegExp(`^([0-9a-z]+)([0-9a-v]{${SEAL_LENGTH}})$`)

/**
 * Names a message in an address of ours: 42 small letters and digits, since servers on the way may fold case. It lasts as long
 * as the secret; a return address does not unsubscribe anybody.
 */
export function mailToken(context: Pick<EngineContext, 'signer'>, { purpose, messageId }: MailToken): string {
  return `${messageId.slice(PREFIX.length)}${seal(context, { purpose, messageId })}`
}

/** What a token names, in whatever case it came; null when it is not ours. */
export function readMailToken(context: Pick<EngineContext, 'signer'>, token: string): MailToken | null {
  const [, id, given] = FORM.exec(token.toLowerCase()) ?? []
  if (id === undefined || given === undefined) return null
  const messageId = `${PREFIX}${id}`
  const purpose = PURPOSES.find(one => isSame(seal(context, { purpose: one, messageId }), given))
  return purpose === undefined ? null : { purpose, messageId }
}

// 80 bits, hashed once more: signatures are in the letters of base64, which do not survive folding.
function seal({ signer }: Pick<EngineContext, 'signer'>, { purpose, messageId }: MailToken): string {
  const digest = createHash('sha256')
    .update(signer.sign(`mail ${purpose} ${messageId}`))
    .digest('hex')
  return BigInt(`0x${digest.slice(0, 20)}`)
    .toString(32)
    .padStart(SEAL_LENGTH, '0')
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
