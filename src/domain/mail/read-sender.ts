import { readEmailAddress } from '../people/email-address.ts'

const NAMED = /^\s*(.*?)\s*<([^<>]+)>\s*$/

/** A sender as `MAIL_FROM` names it, with or without a display name; the address as it may stand in headers. Null for anything else. */
export function readSender(text: string): { name: string; email: string } | null {
  const [, name = '', angled] = NAMED.exec(text) ?? []
  const email = readEmailAddress(angled ?? text)?.address
  return email === undefined ? null : { name: name.replaceAll('"', ''), email }
}
