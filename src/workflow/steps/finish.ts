import { words } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

export const finish = stepKind({
  kind: 'finish',
  description: 'Ends the workflow for this lead, from any depth.',
  keys: {
    finish: words('the reason in a few words').meta({
      description: 'Reason, for the history of the lead.',
      examples: ['no answer to five mails'],
    }),
  },
  ends: true,
  compile: (base, values) => ({ ...base, kind: 'finish', reason: values.finish }),
  describe: step => `finish: ${step.reason}`,
})
