import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Signer } from './engine/context.ts'

export interface Secrets {
  /** Signs unsubscribe links and sessions. */
  secret: string
  adminToken: string
  ingestToken: string
}

/** The secrets of the environment; what it leaves out is made once and kept in the data folder, for the owner's eyes only. */
export function readSecrets(config: Config): Secrets {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  return {
    secret: config.secret ?? keptSecret(config.dataFolder, 'secret'),
    adminToken: config.adminToken ?? keptSecret(config.dataFolder, 'admin-token'),
    ingestToken: config.ingestToken ?? keptSecret(config.dataFolder, 'ingest-token'),
  }
}

/** 128-bit HMAC-SHA256 signatures that fit into a URL, compared in constant time. */
export function createSigner(secret: string): Signer {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest().subarray(0, 16)
  return {
    sign: text => sign(text).toString('base64url'),
    verify(text, signature) {
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(text)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

function keptSecret(folder: string, name: string): string {
  const path = join(folder, name)
  if (existsSync(path)) {
    chmodSync(path, 0o600)
    return readFileSync(path, 'utf8').trim()
  }
  const made = randomBytes(32).toString('base64url')
  // Renaming makes a half-written secret impossible: links signed with it would die with the next start.
  writeFileSync(`${path}.new`, `${made}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return made
}
