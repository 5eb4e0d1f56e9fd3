import { resolve } from 'node:path'
import type { Command } from 'commander'
import { TendError } from '../domain/errors.ts'
import { readMoment } from '../workflow/conditions/read-moment.ts'
import { readerZone } from './moments.ts'
import { withStore } from './open-engine.ts'
import { print, printJson, withFormat } from './print.ts'
import { showProgress } from './progress.ts'
import { readSoundProject } from './project.ts'
import { replayStore } from './replay-store.ts'
import { replayJson, replayWords } from './replay-text.ts'

interface ReplayOptions {
  since: string
  workflows?: string
  templates?: string
  format: string
}

export function define(command: Command): void {
  command
    .description(
      'Runs the real inquiries of a period through the workflows as the files are now, and compares with what ran then. Nothing is sent or written.',
    )
    .requiredOption('--since <date>', 'begin of the period, ISO 8601')
    .option('--workflows <folder>', 'other workflow files than those that run')
    .option('--templates <folder>', 'other templates than those that run')
  withFormat(command)
    .addHelpText(
      'after',
      '\nBoth sides are simulated with leads that stay silent, each from the time of its inquiry.\nExample: tend replay --since 2026-10-01 --workflows drafts',
    )
    .action(replay)
}

async function replay({ since, workflows, templates, format }: ReplayOptions): Promise<void> {
  const zone = readerZone()
  const from = readMoment(since, zone)
  if (from === null) throw badDate(since)
  const { settings, definitions } = await readSoundProject({
    ...(workflows === undefined ? {} : { workflowsFolder: resolve(workflows) }),
    ...(templates === undefined ? {} : { templatesFolder: resolve(templates) }),
  })
  const replayed = await withStore(async ({ store }) => {
    const { leads } = await store.stats(0)
    const total = Object.values(leads).reduce((sum, count) => sum + count, 0)
    const progress = await showProgress('leads', total)
    const found = await replayStore({ store, from, settings, versions: definitions.versions, onLead: progress.at })
    progress.stop()
    return found
  })
  if (format === 'json') printJson(replayJson(replayed, from))
  else print(replayWords(replayed, { from, zone }))
}

function badDate(text: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected --since as a date or time in ISO 8601, came \`${text}\`.`,
    nextAction: 'Write for example 2026-10-01.',
  })
}
