import type { Command } from 'commander'
import { describeDuration } from '../domain/time/duration.ts'
import { systemClock } from '../system-clock.ts'
import {
  type FirstTouchProof,
  lateness,
  proveFirstTouch,
  SITUATION_WORDS,
  type TouchWitness,
  type WorkflowTouch,
} from '../workflow/proofs/prove-first-touch.ts'
import { isoUtc } from './moments.ts'
import { print, printJson, withFormat } from './print.ts'
import { readSoundProject } from './project.ts'

export function defineProveFirstTouch(command: Command): void {
  command.description(
    'Looks whether any lead, of any hour, zone and weekday, can get its first mail or call later than `first-touch` promises. Needs no database.',
  )
  withFormat(command)
    .addHelpText(
      'after',
      '\nExit code 1 when one can. docs/proofs.md has the reasoning.\nExample: tend prove first-touch',
    )
    .action(async ({ format }: { format: string }) => {
      const { settings, definitions } = await readSoundProject()
      const programs = definitions.versions.map(({ program }) => program)
      const proof = proveFirstTouch(programs, settings, systemClock.now())
      if (format === 'json') printJson(asJson(proof))
      else print(proofWords(proof))
      process.exitCode = proof.breaches.length > 0 ? 1 : 0
    })
}

function proofWords({ promisedMs, workflows, breaches }: FirstTouchProof): string[] {
  const promise = describeDuration(promisedMs)
  const verdict =
    breaches.length === 0
      ? [`Proved: the first mail or call comes within ${promise}, whoever the lead is and whenever it comes.`]
      : [`Not within ${promise}:`, ...breaches.map(breach => `  ${breach}`)]
  return [...verdict, ...workflows.flatMap(workflowWords)]
}

function workflowWords({ workflow, provenMs, because, witness, situations }: WorkflowTouch): string[] {
  const why = because.map(reason => `    because ${reason}`)
  return [
    '',
    workflow,
    `  ${SITUATION_WORDS.new}: ${provenMs === 0 ? 'at once' : `at the latest ${lateness(provenMs)}`}`,
    ...why,
    ...(provenMs === 0 ? [] : momentWords(witness)),
    ...situations.flatMap(({ situation, ms, witness: found }) => [
      `  ${SITUATION_WORDS[situation]}: ${ms === 0 ? 'at once' : lateness(ms)}`,
      ...(ms === 0 ? [] : momentWords(found)),
    ]),
  ]
}

function momentWords(witness: TouchWitness | null): string[] {
  if (witness === null) return []
  const { local, zone, ms } = witness
  return [`    for example an inquiry on ${local} (${zone}): ${ms === 0 ? 'at once' : lateness(ms)}`]
}

/** JSON knows no infinity: never is null. */
function asJson({ promisedMs, workflows, breaches }: FirstTouchProof): object {
  const finite = (ms: number) => (Number.isFinite(ms) ? ms : null)
  const moment = (witness: TouchWitness | null) =>
    witness === null ? null : { ...witness, at: isoUtc(witness.at), ms: finite(witness.ms) }
  return {
    holds: breaches.length === 0,
    promisedMs,
    breaches,
    workflows: workflows.map(({ workflow, provenMs, because, witness, situations }) => ({
      workflow,
      provenMs: finite(provenMs),
      because,
      witness: moment(witness),
      situations: situations.map(found => ({
        situation: found.situation,
        ms: finite(found.ms),
        witness: moment(found.witness),
      })),
    })),
  }
}
