import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs one command line to its end, as a shell does, on the folder of a product; the reader sits in Prague. */
export async function runTend(
  folder: string,
  words: string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      TZ: 'Europe/Prague',
      TEND_DATA: join(folder, 'data'),
      TEND_CONFIG: join(folder, 'tend.yaml'),
      TEND_WORKFLOWS: join(folder, 'workflows'),
      TEND_TEMPLATES: join(folder, 'templates'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await ended
  return { code, stdout, stderr }
}
