import { z } from 'zod'
import { SLUG } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

const EXPECTED = 'the id of a workflow such as `installed`'

export const start = stepKind({
  kind: 'start',
  description: 'Ends this workflow for the lead and goes on with another; its `for` is not asked, its `again` is.',
  keys: {
    start: z
      .string({ error: EXPECTED })
      .regex(SLUG, EXPECTED)
      .meta({ description: 'Id of the workflow: its file name.', examples: ['installed'] }),
  },
  ends: true,
  refersTo: { start: 'workflow' },
  compile: (base, values) => ({ ...base, kind: 'start', workflow: values.start }),
  describe: step => `start ${step.workflow}`,
})
