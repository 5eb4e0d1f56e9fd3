import type { Config } from '../../config.ts'
import { foldersOf } from '../../definitions/live-definitions.ts'
import { readDefinitions } from '../../definitions/read-definitions.ts'
import { TendError } from '../../domain/errors.ts'
import { readSettingsFile } from '../../settings.ts'
import { systemClock } from '../../system-clock.ts'
import { counted } from '../print.ts'
import { causeWords, type Finding, fail, ok, warn } from './finding.ts'

const CHECK = '`tend check` lists each with file and line.'

/** Settings, workflows and templates: how many problems; `check` tells them all. */
export async function examineFiles(config: Config): Promise<Finding[]> {
  try {
    const { settings, problems } = await readSettingsFile(config.settingsFile, config.variable)
    if (settings === null) return [fail('settings', counted(problems.length, 'problem'), CHECK)]
    const { versions, problems: found } = await readDefinitions(foldersOf(config), settings, systemClock.now())
    const errors = found.filter(({ severity }) => severity === 'error').length
    const good = `${counted(versions.length, 'workflow')} can run`
    if (errors > 0) return [ok('settings', 'good'), fail('workflows', `${good}, ${counted(errors, 'error')}`, CHECK)]
    const workflows =
      found.length === 0
        ? ok('workflows', good)
        : warn('workflows', `${good}, ${counted(found.length, 'warning')}`, CHECK)
    return [ok('settings', 'good'), workflows]
  } catch (error) {
    return [fail('settings', causeWords(error), error instanceof TendError ? error.nextAction : CHECK)]
  }
}
