import type { Command } from 'commander'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { lockDataFolder } from '../sqlite/data-lock.ts'
import { untilSignal } from './until-signal.ts'

export function define(command: Command): void {
  command.description('Runs the worker: plans steps, sends mail, sweeps. Intake runs in `tend api`.').action(worker)
}

async function worker(): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: 'info', readable: process.stderr.isTTY })
  const lock = config.redisUrl === null ? await lockDataFolder(config.dataFolder) : null
  process.on('exit', () => lock?.release())
  const app = await createApp({ config, log })
  const queue = await app.startQueue(true)
  if (lock !== null) await app.takeOver()
  await app.startWorker()
  app.followFiles()
  console.log(`Tend works; its alarm clock is ${queue.words}. Stop with Ctrl-C.`)
  await untilSignal(() => app.close(), log)
}
