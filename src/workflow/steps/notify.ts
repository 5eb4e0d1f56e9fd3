import { team, words } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

export const notify = stepKind({
  kind: 'notify',
  description: 'Tells a team something about the lead; nobody has to answer.',
  keys: {
    notify: team,
    because: words('what to tell, in words', 500).meta({
      description: 'What to tell, in words.',
      examples: ['has had the product for two weeks'],
    }),
  },
  refersTo: { notify: 'team' },
  compile: (base, values) => ({ ...base, kind: 'notify', team: values.notify, because: values.because }),
  describe: step => `notify ${step.team}`,
})
