import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processIdentity, signalProcess } from '../../src/queue/process-identity.ts'
import { type Pace, QUICK_PACE, writePublisherFiles } from './publisher-files.ts'

export const PROJECT = join(import.meta.dirname, '..', '..')
/** The product that is run: this one, or another copy of it. */
export const PRODUCT = process.env.CHAOS_PROJECT ?? PROJECT
export const ADMIN_TOKEN = 'admin-token-of-the-chaos-rig'
export const INGEST_TOKEN = 'ingest-token-of-the-chaos-rig'

/** A publisher's folder for one case, and the environment of every process on it. */
export interface Ground {
  folder: string
  dataFolder: string
  databaseFile: string
  url: string
  environment: Record<string, string>
  /** How far the clock of the next start is ahead of the real one. */
  aheadMs: number
}

export interface GroundOptions {
  smtpUrl: string
  pace?: Pace
  /** Where the data is kept instead of inside the folder. */
  dataFolder?: string
  environment?: Record<string, string>
}

const living = new Set<Ground>()

export async function createGround(options: GroundOptions): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'tend-chaos-'))
  writePublisherFiles(folder, options.pace ?? QUICK_PACE)
  const dataFolder = options.dataFolder ?? join(folder, 'data')
  const port = await freePort()
  const ground: Ground = {
    folder,
    dataFolder,
    databaseFile: join(dataFolder, 'tend.db'),
    url: `http://127.0.0.1:${port}`,
    aheadMs: 0,
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? folder,
      PORT: String(port),
      SMTP_URL: options.smtpUrl,
      TEND_DATA: dataFolder,
      TEND_CONFIG: join(folder, 'tend.yaml'),
      TEND_WORKFLOWS: join(folder, 'workflows'),
      TEND_TEMPLATES: join(folder, 'templates'),
      TEND_ADMIN_TOKEN: ADMIN_TOKEN,
      TEND_INGEST_TOKEN: INGEST_TOKEN,
      ...options.environment,
    },
  }
  living.add(ground)
  return ground
}

/** A killed product leaves its Redis for the next start to adopt; where none comes, it must end here. */
export function clearGround(ground: Ground, isKept = false): void {
  living.delete(ground)
  endOwnRedis(ground.dataFolder)
  if (!isKept) rmSync(ground.folder, { recursive: true, force: true, maxRetries: 5 })
}

/** For the end of the rig, whatever happened before. */
export function clearAllGrounds(): void {
  for (const ground of living) clearGround(ground)
}

function endOwnRedis(dataFolder: string): void {
  const redis = ownRedis(dataFolder)
  if (redis !== null) signalProcess(redis.pid, redis.identity, 'SIGKILL')
}

/** The Redis child that the data folder remembers. */
export function ownRedis(dataFolder: string): { pid: number; identity: string; socket: string } | null {
  try {
    const { process } = JSON.parse(readFileSync(join(dataFolder, 'redis', 'child.json'), 'utf8'))
    if (process === null || processIdentity(process.pid) !== process.identity) return null
    return { ...process, socket: join(dataFolder, 'redis', 'redis.sock') }
  } catch {
    return null
  }
}

export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
