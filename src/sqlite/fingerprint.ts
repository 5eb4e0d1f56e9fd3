import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { Client } from './database.ts'

const NAME = 'fingerprint-key'
const BYTES = 16

/** HMAC-SHA256 cut to 128 bits, under a key that is made when the file is first opened and never leaves it. */
export function fingerprinter(client: Client): (text: string) => string {
  client
    .prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(NAME, randomBytes(32).toString('base64url'))
  const text = client.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME) as string
  const key = createSecretKey(text, 'base64url')
  return words => createHmac('sha256', key).update(words).digest().subarray(0, BYTES).toString('base64url')
}
