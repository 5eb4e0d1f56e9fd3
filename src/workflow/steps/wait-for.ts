import { describeDuration } from '../../domain/time/duration.ts'
import { duration, remarkSignal, signal, stepList } from '../language/keys.ts'
import { proposeWords, SIGNAL_WORDS } from '../language/proposals.ts'
import { withRemarks } from '../language/reading.ts'
import { entryOf, valueStart } from '../language/source.ts'
import type { MapNode } from '../language/source-node.ts'
import { type BranchDraft, type LinkedBranch, type StepReading, stepKind } from './step-kind.ts'

const { reply, click, purchase, qualified } = SIGNAL_WORDS
/** They end every workflow before a wait could hear them. */
const ALWAYS_STOP = ['unsubscribe', 'complaint', 'bounce']

export const waitFor = stepKind({
  kind: 'wait-for',
  description: 'Waits for a signal; both branches rejoin at the next step.',
  shows: ['up-to', 'then'],
  keys: {
    'wait-for': withRemarks(
      signal.meta({
        description: 'Kind of the signal, for example reply; or a word of your own.',
        ...proposeWords({ reply, click, purchase, qualified }),
      }),
      remarkSignal,
    ),
    'up-to': duration({ expected: 'a duration', days: 365 })
      .optional()
      .meta({ description: 'How long, from arrival at the step; without it for ever.' }),
    // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
    then: stepList('Steps when the signal came.').optional(),
    otherwise: stepList('Steps when it did not come in time.').optional(),
  },
  branches: readBranches,
  covers: (branches, values) => branches.length === (values['up-to'] === undefined ? 1 : 2),
  review: (map, values, reading) => {
    reportDeaf(map, values['wait-for'], reading)
    if (values['up-to'] === undefined) reportEndless(map, reading)
  },
  compile: (base, values, branches) => ({
    ...base,
    kind: 'wait-for',
    signal: values['wait-for'],
    upTo: values['up-to'] ?? null,
    // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
    then: firstOf(branches, 'then'),
    otherwise: firstOf(branches, 'otherwise'),
  }),
  describe: ({ signal, upTo }) => `wait for ${signal}${upTo === null ? '' : `, up to ${describeDuration(upTo)}`}`,
})

function readBranches(map: MapNode, reading: StepReading): BranchDraft[] | null {
  const branches = ['then', 'otherwise'].flatMap(name => {
    const list = entryOf(map, name)?.value
    return list?.kind === 'list' ? [{ name, steps: reading.readSteps(list) }] : []
  })
  const sound = branches.flatMap(({ name, steps }) => (steps === null ? [] : [{ name, if: null, weight: 0, steps }]))
  return sound.length === branches.length ? sound : null
}

function firstOf(branches: LinkedBranch[], name: string): string | null {
  return branches.find(branch => branch.name === name)?.to ?? null
}

function reportDeaf(map: MapNode, kind: string, { report }: StepReading): void {
  if (!ALWAYS_STOP.includes(kind)) return
  report.add('deaf-wait', valueStart(map, 'wait-for'), {
    message: `\`${kind}\` ends every workflow, so nothing can come after it`,
    hint: 'Wait for another signal, or take the step out.',
  })
}

function reportEndless(map: MapNode, { report }: StepReading): void {
  const otherwise = entryOf(map, 'otherwise')
  if (otherwise)
    report.add('bad-otherwise', otherwise.keyStart, {
      message: '`otherwise` is never taken: without `up-to` the step waits for ever',
      hint: 'Add `up-to: 3 days`, or take `otherwise` out.',
    })
  else
    report.add('endless-wait', map.start, {
      message: 'without `up-to` the step waits for ever, and the lead stays in the workflow',
      hint: 'Add `up-to: 30 days`.',
    })
}
