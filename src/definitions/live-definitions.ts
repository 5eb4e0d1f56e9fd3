import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { readSender } from '../domain/mail/read-sender.ts'
import type { Settings } from '../domain/settings.ts'
import type { Catalog, EngineLog } from '../engine/context.ts'
import type { Clock, Store } from '../engine/ports.ts'
import { problemLine } from '../workflow/problem.ts'
import { adoptDefinitions, readStepMaps } from './catalog.ts'
import { readFirstSettings, readSettingsNow } from './last-good-settings.ts'
import { type DefinitionFolders, readDefinitions } from './read-definitions.ts'

/** Settings, workflows and templates as they are now; a changed file is taken over while the product runs. */
export interface LiveDefinitions {
  settings(): Settings
  catalog(): Catalog
  /** Looks at the files again. A bad change is logged and told once; what ran before runs on. */
  refresh(): Promise<void>
}

export interface LiveOptions {
  config: Config
  store: Store
  clock: Clock
  log: EngineLog
  /** Told in words what is wrong with the files, and null when all is well again. */
  onTrouble(trouble: string | null): Promise<void>
}

/** Reads everything once. Throws one error with every problem when there is nothing good to run. */
export async function openDefinitions(options: LiveOptions): Promise<LiveDefinitions> {
  const { config, store, clock, log } = options
  const folders = foldersOf(config)
  let signature = await signatureOf(config)
  const first = await readFirstSettings(config, log)
  let settings = withSender(first.settings, config.mailFrom)
  let catalog = await adopt()
  if (first.trouble !== null) await keepRunning(first.trouble)

  async function adopt(): Promise<Catalog> {
    const now = clock.now()
    const definitions = await readDefinitions(folders, settings, now)
    for (const problem of definitions.problems) log.warn(problemLine(problem))
    const adopted = await adoptDefinitions(store, definitions, now)
    await store.setCeiling(settings.limits.ceilingPerDay)
    const troubles = Object.values(adopted.troubles)
    await options.onTrouble(troubles.length === 0 ? null : troubles.join('\n'))
    return adopted
  }

  async function keepRunning(trouble: string): Promise<void> {
    log.warn(`the change is bad, so what ran before runs on: ${trouble}`)
    catalog = { ...catalog, changeTrouble: trouble }
    await options.onTrouble(trouble)
  }

  return {
    settings: () => settings,
    catalog: () => catalog,
    async refresh() {
      catalog = { ...catalog, stepMaps: await readStepMaps(store, catalog.workflows) }
      const current = await signatureOf(config)
      if (current === signature) return
      signature = current
      try {
        settings = withSender(await readSettingsNow(config, log), config.mailFrom)
        catalog = await adopt()
        log.info('took over the changed workflows, templates and settings')
      } catch (error) {
        await keepRunning(error instanceof Error ? error.message : String(error))
      }
    },
  }
}

export function foldersOf(config: Config): DefinitionFolders {
  return {
    workflowsFolder: config.workflowsFolder,
    templatesFolder: config.templatesFolder,
    shippedTemplates: join(config.projectFolder, 'templates'),
    cacheFolder: join(config.dataFolder, 'cache'),
  }
}

/** `MAIL_FROM` overrides the sender of the settings: `jana@contoso.example` or `Jana <jana@contoso.example>`. */
export function withSender(settings: Settings, mailFrom: string | null): Settings {
  const sender = mailFrom === null ? null : readSender(mailFrom)
  if (sender === null) return settings
  const name = sender.name || settings.publisher.sender.name
  return { ...settings, publisher: { ...settings.publisher, sender: { ...sender, name } } }
}

/** Names, sizes and times of all files: looking is cheap, and works on every file system. */
async function signatureOf(config: Config): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of [config.workflowsFolder, config.templatesFolder]) {
    const names = await readdir(folder, { recursive: true }).catch(() => [])
    for (const name of names.sort()) hash.update(await markOf(join(folder, name)))
  }
  hash.update(await markOf(config.settingsFile))
  return hash.digest('hex')
}

async function markOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? `${path} ${found.size} ${found.mtimeMs}\n` : ''
}
