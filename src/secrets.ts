import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  // Links signed with a half-written secret would die with the next start, those signed with a second one at once:
  // the whole file appears under its name in one step, and whichever process came first made it.
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, 'utf8').trim()
}
