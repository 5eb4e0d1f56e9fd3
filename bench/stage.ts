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
let isOver = false

export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  if (isOver) throw new Error('the measurement is over')
  const stage = createStage()
  open.add(stage)
  try {
    return await work(stage)
  } finally {
    await stage.clear()
    open.delete(stage)
  }
}

/** For an end from outside: nothing begins any more, and what stands is ended. */
export async function clearStages(): Promise<void> {
  isOver = true
  await Promise.all([...open].map(stage => stage.clear()))
}

function createStage(): Stage {
  const endings: (() => unknown)[] = []
  let clearing: Promise<void> | null = null
  const stand = (end: () => unknown) => {
    endings.push(end)
    if (clearing !== null) throw new Error('the stage is being cleared')
  }
  const stage: Stage = {
    program(file) {
      const program = startProgram(file)
      stand(program.stop)
      return program
    },
    ground(workflows) {
      const ground = createGround({ environment: { TEND_TEMPLATES: join(ROOT, 'templates') } })
      stand(ground.clear)
      for (const [name, text] of Object.entries(workflows)) ground.write(`workflows/${name}`, text)
      return ground
    },
    async redis() {
      const searchPath = redisSearchPath(process.env.PATH ?? '', ROOT)
      const starting = startOwnRedis({ dataDir: stage.folder(), searchPath })
      stand(async () => (await starting).redis?.stop())
      const start = await starting
      if (start.redis === null) throw new Error(`${start.reason}. ${start.nextAction}`)
      return start.redis
    },
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'tend-bench-'))
      stand(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
      return folder
    },
    clear() {
      clearing ??= endAll(endings)
      return clearing
    },
  }
  return stage
}

async function endAll(endings: (() => unknown)[]): Promise<void> {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
}
