import { elapsed, team, words } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

export const task = stepKind({
  kind: 'task',
  description: 'Asks a person to call the lead.',
  keys: {
    task: words('what to call about, in words', 500).meta({
      description: 'What to call about, in words.',
      examples: ['call about the end of the trial'],
    }),
    team: team.optional().meta({ description: 'Team of `tend.yaml`; the first one by default.' }),
    'due-within': elapsed({ expected: 'a duration', days: 365 })
      .optional()
      .meta({ description: 'Time in which to call, from now.' }),
  },
  refersTo: { team: 'team' },
  compile: (base, values) => ({
    ...base,
    kind: 'task',
    team: values.team ?? null,
    because: values.task,
    dueWithinMs: values['due-within'] ?? null,
  }),
  describe: step => `task: ${step.because}`,
})
