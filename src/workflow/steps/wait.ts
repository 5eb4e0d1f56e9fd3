import { describeDuration } from '../../domain/duration.ts'
import { duration } from '../keys.ts'
import { stepKind } from './step-kind.ts'

export const wait = stepKind({
  kind: 'wait',
  description: 'Waits, counted from the completion of the step before.',
  keys: {
    wait: duration({ expected: 'a duration', days: 365 }).meta({
      description: 'How long: 30s, 15m, 24h, 3 days, 2 weeks or 3 business days.',
    }),
  },
  compile: (base, { wait }) => ({ ...base, kind: 'wait', time: wait }),
  describe: step => `wait ${describeDuration(step.time)}`,
})
