import { createHmac, randomBytes } from 'node:crypto'
import type { Client } from './database.ts'

const NAME = 'fingerprint-key'
const BYTES = 16

/** HMAC-SHA256 cut to 128 bits, under a key that is made when the file is first opened and never leaves it. */
export function fingerprinter(client: Client): (text: string) => string {
  client
    .prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(NAME, randomBytes(32).toString('base64url'))
  const key = Buffer.from(
    client.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME) as string,
    'base64url',
  )
  return text => createHmac('sha256', key).update(text).digest().subarray(0, BYTES).toString('base64url')
}
