import type { DeliveryReport } from '../domain/bounces/delivery-report.ts'
import type { Message } from '../domain/mail/message.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { EngineContext } from './context.ts'

/** False where the report names another recipient than ours: a mail that was forwarded says nothing of whom we wrote to. */
export function isAbout(context: EngineContext, { recipient }: DeliveryReport, message: Message): boolean {
  const address = recipient === null ? null : readEmailAddress(recipient)
  return address === null || context.store.fingerprint(address.normalised) === message.recipientKey
}
