import type { Command } from 'commander'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { lockDataFolder } from '../sqlite/data-lock.ts'
import { serveApp } from './serve-http.ts'
import { untilSignal } from './until-signal.ts'
import { welcomeText } from './welcome-text.ts'

export function define(command: Command): void {
  command
    .description('Runs intake, API, dashboard and worker in one process, with everything they need.')
    .addHelpText(
      'after',
      '\nIt keeps its data in ./data (TEND_DATA) and listens on http://127.0.0.1:3000 (HOST, PORT).',
    )
    .action(up)
}

async function up(): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: 'info', readable: process.stderr.isTTY })
  const lock = await lockDataFolder(config.dataFolder)
  process.on('exit', () => lock.release())
  const app = await createApp({ config, log })
  const queue = await app.startQueue(true)
  const server = await serveApp(app, config, log).catch(async error => {
    await app.close()
    throw error
  })
  // With a Redis of others, workers of others may be alive: their leases end by themselves.
  if (config.redisUrl === null) await app.takeOver()
  await app.startWorker()
  app.followFiles()
  console.log(
    welcomeText({
      config,
      secrets: app.secrets,
      url: server.url,
      queue: queue.words,
      settings: app.definitions.settings(),
    }),
  )
  await untilSignal(async () => {
    await server.close()
    await app.close()
  }, log)
}
