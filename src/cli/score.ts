import type { Command } from 'commander'
import { findLead, nameOf } from './find-lead.ts'
import { isoUtc, momentWords, readerZone } from './moments.ts'
import { withEngine } from './open-engine.ts'
import { print, printJson, withFormat } from './print.ts'
import { table } from './table.ts'

export function define(command: Command): void {
  command
    .description('Shows the points of a lead, each with its reason.')
    .argument('<lead>', 'e-mail address or lead id')
  withFormat(command)
    .addHelpText('after', '\nExample: tend score jana@example.com')
    .action((lead: string, { format }: { format: string }) => score(lead, format))
}

async function score(given: string, format: string): Promise<void> {
  await withEngine(async open => {
    const { lead, scores } = (await findLead(open, given)).world
    if (format === 'json') {
      const points = scores.map(({ points, because, at }) => ({ points, because, at: isoUtc(at) }))
      return printJson({ lead: lead.id, email: lead.email, status: lead.status, score: lead.score, points })
    }
    print(`${nameOf(lead)} has ${lead.score} points and is ${lead.status}.`)
    if (scores.length === 0) return print('No rule and no step has given points yet: see `scoring` in tend.yaml.')
    const zone = readerZone()
    print([
      '',
      table(
        ['points', 'because', `when (${zone})`],
        scores.map(row => [String(row.points), row.because, momentWords(row.at, zone)]),
      ),
    ])
  })
}
