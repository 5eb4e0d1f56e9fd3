import { elapsed, team, words } from '../language/keys.ts'
import { stepKind } from './step-kind.ts'

export const escalate = stepKind({
  kind: 'escalate',
  description: 'Hands the lead to a team, with a time by which somebody must accept.',
  shows: ['because'],
  keys: {
    escalate: team,
    because: words('the reason, in words for the seller', 500)
      .optional()
      .meta({ description: 'Why, in words for the seller.', examples: ['asked twice and did not answer'] }),
    'accept-within': elapsed({ expected: 'a duration', days: 365 })
      .optional()
      .meta({ description: "Time to accept in; by default the team's." }),
  },
  refersTo: { escalate: 'team' },
  compile: (base, values) => ({
    ...base,
    kind: 'escalate',
    team: values.escalate,
    because: values.because ?? null,
    acceptWithinMs: values['accept-within'] ?? null,
  }),
  describe: step => `escalate to ${step.team}`,
})
