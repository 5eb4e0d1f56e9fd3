import { answering, type Ground, INGEST_TOKEN, type RunningProduct } from '../test/support/running-product.ts'
import type { Effort } from './section.ts'

/** An app under load: where leads are posted, and which processes pay for them. */
export interface RunningApp {
  port: number
  path: string
  pid: number
  redisPid: number
  end(): Promise<void>
}

/** `tend up`, sending to the SMTP server at the port. */
export async function tendUp(ground: Ground, smtpPort: number, effort: Effort): Promise<RunningApp> {
  const product = await ground.up({ SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, ...profiling(effort) })
  return appOf(ground, product)
}

/** `tend api`, which takes leads in and sends nothing. */
export async function tendApi(ground: Ground, effort: Effort): Promise<RunningApp> {
  const running = ground.run(['api'], { environment: profiling(effort) })
  return appOf(ground, await answering(running, /takes leads in at (http:\S+)\. Stop/))
}

function appOf(ground: Ground, product: RunningProduct): RunningApp {
  return {
    port: Number(new URL(product.url).port),
    path: `/ingest/${INGEST_TOKEN}`,
    pid: product.pid,
    redisPid: ground.redisPid() ?? Number.NaN,
    // As Ctrl-C does: what it holds is written, a CPU profile too.
    async end() {
      product.kill('SIGTERM')
      await product.ended
    },
  }
}

function profiling({ profileFolder }: Effort): Record<string, string> {
  return profileFolder === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }
}
