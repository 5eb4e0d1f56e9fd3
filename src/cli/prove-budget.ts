import type { Command } from 'commander'
import type { Settings } from '../domain/settings.ts'
import { describeDuration } from '../domain/time/duration.ts'
import { HOUR_MS } from '../domain/time/units.ts'
import { systemClock } from '../system-clock.ts'
import { type BudgetProof, proveBudget, type WorstGap, type WorstWindow } from '../workflow/proofs/prove-budget.ts'
import { counted, print, printJson, withFormat } from './print.ts'
import { readSoundProject } from './project.ts'
import { table } from './table.ts'

export function defineProveBudget(command: Command): void {
  command.description(
    'Searches all paths of all workflows for the most mail that one lead can get in 1, 7 and 30 days, and for the smallest gap, with the run-time limits off. Needs no database.',
  )
  withFormat(command)
    .addHelpText(
      'after',
      '\nExit code 1 when it is more than `limits` in tend.yaml allow. docs/proofs.md has the reasoning.\nExample: tend prove budget',
    )
    .action(async ({ format }: { format: string }) => {
      const { settings, definitions } = await readSoundProject()
      const programs = definitions.versions.map(({ program }) => program)
      const proof = proveBudget(programs, settings, systemClock.now())
      if (format === 'json') printJson({ holds: proof.breaches.length === 0, assumptions: ASSUMPTIONS, ...proof })
      else print(proofWords(proof, settings))
      process.exitCode = proof.breaches.length > 0 ? 1 : 0
    })
}

const ASSUMPTIONS = [
  'The run-time limits (gap, 30 days, ceiling) are off: at run time they put such mail off.',
  'One inquiry per action and configured offer, at any moment; the same one again when `again: after …` allows it.',
  'Any branch, any signal at any moment; every wait at its shortest over all zones and changes of the clock.',
  'A lead is in one workflow at a time, by rank. Who asked for silence stays silent.',
]

function proofWords(proof: BudgetProof, settings: Settings): string[] {
  const verdict =
    proof.breaches.length === 0
      ? 'Proved: no lead can get more mail than the limits allow, even with them switched off.'
      : `Above the limits, which would put mail off at run time: ${proof.breaches.join('; ')}.`
  return [
    verdict,
    '',
    ...ASSUMPTIONS.map(line => `  ${line}`),
    '',
    table(
      ['over all workflows', 'most', 'limit'],
      [
        ...proof.windows.map(({ days, most, limit }) => [
          days === 1 ? 'mails in 24 hours' : `mails in ${days} days`,
          String(most),
          limit === null ? '–' : String(limit),
        ]),
        ['smallest gap', gapWords(proof.gap), settings.limits.gapMs === 0 ? '–' : describeDuration(proof.gapLimitMs)],
        ['smallest gap to a first answer', gapWords(proof.gapToFirstAnswer), 'may pass'],
      ],
    ),
    ...proof.windows.filter(({ most }) => most > 0).flatMap(windowWords),
    ...gapPath(proof.gap),
    '',
    table(
      ['one enrollment of', 'mails', 'in 7 days', 'in 30 days', 'smallest gap'],
      proof.workflows.map(({ workflow, mails, in7Days, in30Days, gapMs }) => [
        workflow,
        String(mails),
        String(in7Days),
        String(in30Days),
        gapMs === null ? '–' : describeDuration(gapMs),
      ]),
    ),
  ]
}

function windowWords({ days, most, path }: WorstWindow): string[] {
  const runs = path.flatMap(({ workflow, begins, mails }) => [
    `  ${workflow}: ${begins}`,
    ...mails.map(({ at, step, template }) => `    ${elapsed(at).padStart(9)}  ${step} (${template})`),
  ])
  return ['', `How ${counted(most, 'mail')} can leave in ${days === 1 ? '24 hours' : `${days} days`}:`, ...runs]
}

/** `+49.5 h`. */
function elapsed(ms: number): string {
  return `+${Math.round((ms / HOUR_MS) * 10) / 10} h`
}

function gapWords(gap: WorstGap | null): string {
  return gap === null ? 'none' : gap.ms === 0 ? 'none at all' : describeDuration(gap.ms)
}

function gapPath(gap: WorstGap | null): string[] {
  if (gap === null) return []
  const [one, other] = gap.between
  return [
    '',
    `The smallest gap, ${gapWords(gap)}, lies between ${one.workflow}: ${one.step} and ${other.workflow}: ${other.step}.`,
  ]
}
