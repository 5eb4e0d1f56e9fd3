import type { Command } from 'commander'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { serveApp } from './serve-http.ts'
import { untilSignal } from './until-signal.ts'

export function define(command: Command): void {
  command
    .description('Runs intake, API and dashboard. A worker on the same data does the sending.')
    .addHelpText(
      'after',
      '\nRun `tend worker` beside it. With REDIS_URL the worker hears of new leads at once, else within seconds.',
    )
    .action(api)
}

async function api(): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: 'info', readable: process.stderr.isTTY })
  const app = await createApp({ config, log })
  await app.startQueue(false)
  const server = await serveApp(app, config, log).catch(async error => {
    await app.close()
    throw error
  })
  app.followFiles()
  app.admitLeftovers()
  console.log(`Tend takes leads in at ${server.url}. Stop with Ctrl-C.`)
  await untilSignal(async () => {
    await server.close()
    await app.close()
  }, log)
}
