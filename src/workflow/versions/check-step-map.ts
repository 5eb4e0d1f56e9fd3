import { present } from '../../domain/text/present.ts'
import { hintFor } from '../language/nearest.ts'
import type { Problem } from '../problem.ts'
import type { Program } from '../program.ts'
import { type EarlierMap, sendsBefore } from './earlier-mail.ts'
import { explicitIds } from './explicit-ids.ts'
import { mapProblem, type Place } from './map-problems.ts'
import type { StepMapEntry } from './read-step-map.ts'
import { type Arm, armsAround, pathBetween, stepsAfter, stepsFrom } from './step-graph.ts'
import type { WorkflowVersion } from './version.ts'

export interface StepMapCheck {
  /** The map file, for messages, and where it names the version. */
  file: string
  fromAt: Place
  from: WorkflowVersion
  /** The workflow's file as it is now, with its text. */
  to: WorkflowVersion
  steps: StepMapEntry[]
  /** Steps of `from` at which people stand; null in the list: before the first step. */
  standing: (string | null)[]
  /** Maps kept before, with the versions that they lead out of. */
  earlier: EarlierMap[]
}

/**
 * Everything that speaks against moving people of `from` by this map. Errors: steps that are not there or have no id of
 * their own, a mail that somebody could get twice, a way back before a branching that was passed. Pure.
 */
export function checkStepMap(check: StepMapCheck): Problem[] {
  const { from, to, file, fromAt } = check
  if (from.hash === to.hash) {
    const message = `the map leads from version ${from.hash.slice(0, 12)} into itself: the file is that version`
    return [mapProblem('same-version', { file, ...fromAt }, { message, hint: 'Change the file first, then map.' })]
  }
  const ids = { old: explicitIds(from.source), new: explicitIds(to.source) }
  const problems = check.steps.flatMap(entry => {
    const missing = [...missingSteps(check, entry), ...unwrittenIds(check, entry, ids)]
    return missing.length > 0 ? missing : problemsOfMove(check, entry)
  })
  return [...problems, ...nobodyInside(check)]
}

function missingSteps({ file, from, to }: StepMapCheck, entry: StepMapEntry): Problem[] {
  const problems: Problem[] = []
  if (!Object.hasOwn(from.program.steps, entry.old)) {
    const message = `version ${from.hash.slice(0, 12)} has no step \`${entry.old}\``
    const hint = hintFor(entry.old, Object.keys(from.program.steps))
    problems.push(mapProblem('unknown-old-step', { file, ...entry.oldAt }, { message, hint }))
  }
  if (!Object.hasOwn(to.program.steps, entry.new)) {
    const message = `the file of \`${to.workflowId}\` has no step \`${entry.new}\``
    const hint = hintFor(entry.new, Object.keys(to.program.steps))
    problems.push(mapProblem('unknown-new-step', { file, ...entry.newAt }, { message, hint }))
  }
  return problems
}

/** A generated id of the old version counts as written when the file of today bears it in writing. */
function unwrittenIds(
  { file, from, to }: StepMapCheck,
  entry: StepMapEntry,
  ids: { old: Set<string>; new: Set<string> },
): Problem[] {
  const problems: Problem[] = []
  if (Object.hasOwn(from.program.steps, entry.old) && !ids.old.has(entry.old) && !ids.new.has(entry.old)) {
    const message = `\`${entry.old}\` of version ${from.hash.slice(0, 12)} has no \`id\` of its own: Tend made this name from its place`
    const hint = `If that step is still in the file, write \`id: ${entry.old}\` on it; else its people finish their version.`
    problems.push(mapProblem('id-not-written', { file, ...entry.oldAt }, { message, hint }))
  }
  const target = Object.hasOwn(to.program.steps, entry.new) ? to.program.steps[entry.new] : undefined
  if (target !== undefined && !ids.new.has(entry.new)) {
    const message = `\`${entry.new}\` has no \`id\` of its own in the file of \`${to.workflowId}\``
    const hint = `Write \`id: ${entry.new}\` on the step in line ${target.line}.`
    problems.push(mapProblem('id-not-written', { file, ...entry.newAt }, { message, hint }))
  }
  return problems
}

function problemsOfMove(check: StepMapCheck, entry: StepMapEntry): Problem[] {
  return [...mailTwice(check, entry), ...branchTrouble(check, entry), ...nobodyComes(check, entry)]
}

function mailTwice({ file, from, to, earlier }: StepMapCheck, entry: StepMapEntry): Problem[] {
  const later = [...stepsFrom(to.program, entry.new)].flatMap(id => sendAt(to.program, id))
  const told = new Set<string>()
  const at = { file, ...entry.oldAt }
  return sendsBefore(from, entry.old, earlier).flatMap(before =>
    later.flatMap(after => {
      const sameMail = before.template === after.template && to.program.again.kind !== 'always'
      const usedId = !sameMail && before.step === after.id
      const key = sameMail ? after.template : after.id
      if ((!sameMail && !usedId) || told.has(key)) return []
      told.add(key)
      const ways = `sent before on ${before.path.join(' → ')}, and again on ${pathWords(to.program, entry.new, after.id)}`
      if (usedId) {
        const message = `\`${after.id}\` sends \`${after.template}\` under the id of a mail that is out already (\`${before.template}\`): ${ways}`
        return [
          mapProblem('id-used-before', at, { message, hint: 'Give the new mail an `id` that no step had before.' }),
        ]
      }
      const message = `somebody could get \`${after.template}\` twice: ${ways}`
      const hint = 'Lead to a step behind that mail, or leave the step out of the map.'
      return [mapProblem('mail-twice', at, { message, hint })]
    }),
  )
}

function sendAt(program: Program, id: string): { id: string; template: string }[] {
  const step = program.steps[id]
  return step?.kind === 'send' ? [{ id, template: step.template }] : []
}

function pathWords(program: Program, from: string, to: string): string {
  return present(pathBetween(program, from, to), `a way from ${from} to ${to}`).join(' → ')
}

/**
 * Who is inside a branch goes on inside one, or behind the place where the branches rejoin: never at a point from which
 * the same branching would be asked again, and never in another arm of the same `split`.
 */
function branchTrouble({ file, from, to }: StepMapCheck, entry: StepMapEntry): Problem[] {
  const around = present(armsAround(from.program).get(entry.old), 'a step of the old version')
  const target = present(armsAround(to.program).get(entry.new), 'a step of the new version')
  const at = { file, ...entry.newAt }
  const ahead = stepsFrom(to.program, entry.new)
  const problems = around
    .filter(arm => ahead.has(arm.step))
    .map(({ step, arm }) => {
      const message = `\`${entry.old}\` stands in branch ${arm} of \`${step}\`, and \`${entry.new}\` comes before that branching: it would be asked again`
      const hint = `Lead to a step inside a branch, or behind \`${step}\`.`
      return mapProblem('branches-again', at, { message, hint })
    })
  const switched = around.flatMap(arm => otherArm(arm, target, to.program) ?? [])
  for (const { step, arm } of switched) {
    const message = `\`${entry.new}\` stands in arm ${arm} of the split \`${step}\`, and these people took another`
    problems.push(
      mapProblem('other-arm', at, { message, hint: 'A lead keeps its arm: lead to a step of the same arm.' }),
    )
  }
  const [outer] = target
  if (around.length > 0 || outer === undefined) return problems
  const message = `\`${entry.new}\` stands in branch ${outer.arm} of \`${outer.step}\`: these people go there whatever it would have chosen`
  return [
    ...problems,
    mapProblem('into-a-branch', at, { message, hint: `Lead to \`${outer.step}\` to have it choose.` }),
  ]
}

function otherArm(arm: Arm, target: Arm[], to: Program): Arm | null {
  if (to.steps[arm.step]?.kind !== 'split') return null
  return target.find(other => other.step === arm.step && other.arm !== arm.arm) ?? null
}

function nobodyComes({ file, from, standing, earlier }: StepMapCheck, entry: StepMapEntry): Problem[] {
  if (standing.length === 0 && !earlier.some(({ map }) => map.to === from.hash)) return []
  const { entry: first } = from.program
  const arriving = earlier.flatMap(({ map }) => (map.to === from.hash ? Object.values(map.steps) : []))
  const places = [...standing.map(step => step ?? first), ...arriving]
  if (places.some(place => stepsAfter(from.program, place).has(entry.old))) return []
  const message = `nobody in version ${from.hash.slice(0, 12)} can still come to \`${entry.old}\``
  const hint = 'A map names the step that would come next: who stands at a step finishes it first.'
  return [mapProblem('nobody-comes', { file, ...entry.oldAt }, { message, hint })]
}

function nobodyInside({ file, fromAt, from, standing, earlier }: StepMapCheck): Problem[] {
  if (standing.length > 0 || earlier.some(({ map }) => map.to === from.hash)) return []
  const message = `nobody is inside version ${from.hash.slice(0, 12)}`
  return [
    mapProblem('nobody-inside', { file, ...fromAt }, { message, hint: 'Take the map out, or write `from: all`.' }),
  ]
}
