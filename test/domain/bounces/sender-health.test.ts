import { expect, it } from 'vitest'
import { judgeSender } from '../../../src/domain/bounces/sender-health.ts'

const GOOD = { sent: 1_000, hardBounces: 0, complaints: 0, ours: 0, refusals: [] }

it.each([
  ['nothing is wrong', {}, 'go on', ''],
  ['one complaint proves nothing', { complaints: 1 }, 'go on', ''],
  ['two complaints in a thousand are too many', { complaints: 2 }, 'pause', '2 complaints among 1000 mails'],
  ['two complaints in two thousand are a warning', { sent: 2_000, complaints: 2 }, 'go on', '2 complaints'],
  ['two addresses in a hundred are a warning', { hardBounces: 20 }, 'go on', '20 addresses that do not exist'],
  ['five addresses in a hundred are too many', { hardBounces: 50 }, 'pause', '50 addresses that do not exist'],
  ['few mails prove nothing', { sent: 49, hardBounces: 40, complaints: 5 }, 'go on', ''],
  ['one fault of our own is a warning', { ours: 1 }, 'go on', 'because of how we send'],
  ['three faults of our own are too many, however few the mails', { sent: 3, ours: 3 }, 'pause', '3 mails came back'],
  [
    'refusals of the session that blame us are faults of our own',
    { ours: 1, refusals: ['554 5.7.1 (address): Relay access denied', '550 5.7.26 unauthenticated sender'] },
    'pause',
    '3 mails came back',
  ],
  ['other refusals are none', { refusals: ['550 5.1.1 no such user', '554 5.7.1 spam'] }, 'go on', ''],
  ['the worse of two counts', { hardBounces: 20, complaints: 5 }, 'pause', '5 complaints'],
])('%s', (_what, part, may, because) => {
  const verdict = judgeSender({ ...GOOD, ...part })
  expect(verdict.may).toBe(may)
  expect('because' in verdict ? verdict.because : '').toContain(because)
})
