import { z } from 'zod'
import { words } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

const EXPECTED = 'a whole number of points from -1000 to 1000'

export const score = stepKind({
  kind: 'score',
  description: 'Adds points to the score of the lead, once for each enrollment.',
  keys: {
    score: z
      .int({ error: EXPECTED })
      .min(-1000, EXPECTED)
      .max(1000, EXPECTED)
      .meta({ description: 'Points; negative ones take away.', examples: [10] }),
    because: words('the reason for the points', 500).meta({
      description: 'Why, for the history of the lead.',
      examples: ['asked for a call'],
    }),
  },
  argument: written => written.replace('-', 'minus-'),
  compile: (base, values) => ({ ...base, kind: 'score', points: values.score, because: values.because }),
  describe: step => `score ${step.points > 0 ? '+' : ''}${step.points}`,
})
