import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Settings } from '../domain/settings.ts'
import type { EngineLog } from '../engine/context.ts'
import { loadSettings } from '../settings.ts'

export interface FirstSettings {
  settings: Settings
  /** What is wrong with the file, when the settings are those of its last good state. */
  trouble: string | null
}

/** The settings of the file, which are remembered in the data folder. Throws `bad-settings` with every problem. */
export async function readSettingsNow(config: Config, log: EngineLog): Promise<Settings> {
  const settings = await loadSettings(config.settingsFile, config.variable, line => log.warn(line))
  // A full disk must not keep good settings from running.
  await copyFile(config.settingsFile, memoryOf(config)).catch(error => log.error('tend.yaml was not remembered', error))
  return settings
}

/** For a start: a typo in the settings must not lose leads, so the last good ones run. Throws where there are none. */
export async function readFirstSettings(config: Config, log: EngineLog): Promise<FirstSettings> {
  try {
    return { settings: await readSettingsNow(config, log), trouble: null }
  } catch (error) {
    const memory = memoryOf(config)
    if ((await stat(memory).catch(() => null)) === null) throw error
    const settings = await loadSettings(memory, config.variable).catch(() => null)
    if (settings === null) throw error
    return { settings, trouble: error instanceof Error ? error.message : String(error) }
  }
}

function memoryOf(config: Config): string {
  return join(config.dataFolder, 'last-good-tend.yaml')
}
