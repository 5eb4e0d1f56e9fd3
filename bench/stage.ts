import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { redisSearchPath } from '../src/queue/redis-binary.ts'
import { type OwnRedis, startOwnRedis } from '../src/queue/redis-child.ts'
import { createGround, type Ground } from '../test/support/running-product.ts'
import { type Program, startProgram } from './programs.ts'

export const ROOT = join(import.meta.dirname, '..')

/** What a section has standing: ended in reverse order when the section is over, however that comes. */
export interface Stage {
  program(file: string): Program
  /** A publisher's folder with the given workflows and the templates that ship. */
  ground(workflows: Record<string, string>): Ground
  redis(): Promise<OwnRedis>
  folder(): string
  /** Ends everything that stands. */
  clear(): Promise<void>
}

const open = new Set<Stage>()

export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = createStage()
  open.add(stage)
  try {
    return await work(stage)
  } finally {
    open.delete(stage)
    await stage.clear()
  }
}

/** For an end from outside. */
export async function clearStages(): Promise<void> {
  await Promise.all([...open].map(stage => stage.clear()))
}

function createStage(): Stage {
  const endings: (() => unknown)[] = []
  const stage: Stage = {
    program(file) {
      const program = startProgram(file)
      endings.push(program.stop)
      return program
    },
    ground(workflows) {
      const ground = createGround({ environment: { TEND_TEMPLATES: join(ROOT, 'templates') } })
      endings.push(ground.clear)
      for (const [name, text] of Object.entries(workflows)) ground.write(`workflows/${name}`, text)
      return ground
    },
    async redis() {
      const searchPath = redisSearchPath(process.env.PATH ?? '', ROOT)
      const start = await startOwnRedis({ dataDir: stage.folder(), searchPath })
      if (start.redis === null) throw new Error(`${start.reason}. ${start.nextAction}`)
      endings.push(start.redis.stop)
      return start.redis
    },
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'tend-bench-'))
      endings.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
      return folder
    },
    async clear() {
      for (const end of endings.splice(0).reverse()) await end()
    },
  }
  return stage
}
