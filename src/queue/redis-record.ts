import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** How a client reaches the child; the options of ioredis and BullMQ take it as it is. */
export type RedisConnection = { path: string } | { host: string; port: number; password: string }

const recordSchema = z.object({
  /** Random, and known to nobody but this file and the server that was started with it: who can tell it is ours. */
  token: z.string().min(32),
  /** Device and inode of the folder: a copied data folder (a backup) must not lay hands on the original's child. */
  folder: z.string(),
  connection: z.union([
    z.strictObject({ path: z.string() }),
    z.strictObject({ host: z.string(), port: z.int(), password: z.string() }),
  ]),
  /** Null from before the start until the process number is known. */
  process: z.object({ pid: z.int().positive(), identity: z.string() }).nullable(),
})

/** What must be remembered of the child, so that the next start can prove that an orphan is its own. */
export type RedisRecord = z.infer<typeof recordSchema>

/** The child's own folder inside the data folder, and the files in it. */
export interface RedisFiles {
  folder: string
  record: string
  config: string
  log: string
  socket: string
}

// sun_path holds 104 bytes on macOS and 108 on Linux, with the closing zero.
const SOCKET_PATH_BYTES_MAX = 100

export function redisFiles(dataDir: string): RedisFiles {
  const folder = join(resolve(dataDir), 'redis')
  const file = (name: string) => join(folder, name)
  return {
    folder,
    record: file('child.json'),
    config: file('redis.conf'),
    log: file('redis.log'),
    socket: file('redis.sock'),
  }
}

export function makeRedisFolder(files: RedisFiles): void {
  mkdirSync(files.folder, { recursive: true, mode: 0o700 })
}

/** The record of the run before; null when there is none that can be understood or it belongs to another folder. */
export function readRecord(files: RedisFiles): RedisRecord | null {
  try {
    const record = recordSchema.parse(JSON.parse(readFileSync(files.record, 'utf8')))
    if (record.folder !== folderIdentity(files)) return null
    // The folder may have been moved since, and its socket with it.
    return 'path' in record.connection ? { ...record, connection: { path: files.socket } } : record
  } catch {
    return null
  }
}

export function writeRecord(files: RedisFiles, record: RedisRecord): void {
  writePrivately(files.record, JSON.stringify(record))
}

/** Replaces the file as a whole; only its owner may read it. */
export function writePrivately(path: string, text: string): void {
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, path)
}

/** A record for a child that is still to be started: a socket in its folder, or loopback where that path is too long. */
export async function newRecord(files: RedisFiles): Promise<RedisRecord> {
  const isShort = Buffer.byteLength(files.socket) <= SOCKET_PATH_BYTES_MAX
  const connection = isShort
    ? { path: files.socket }
    : { host: '127.0.0.1', port: await freePort(), password: secret() }
  return { token: secret(), folder: folderIdentity(files), connection, process: null }
}

function folderIdentity(files: RedisFiles): string {
  const { dev, ino } = statSync(files.folder)
  return `${dev}:${ino}`
}

const secret = () => randomBytes(24).toString('hex')

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address !== null && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
