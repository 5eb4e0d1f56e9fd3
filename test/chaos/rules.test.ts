import { describe, expect, it } from 'vitest'
import { SALES_ADDRESS } from '../../chaos/product/publisher-files.ts'
import { noBurst } from '../../chaos/rules/clock-rules.ts'
import { type Evidence, judge } from '../../chaos/rules/judge.ts'
import { gatesSurvive, receiptsSurvive } from '../../chaos/rules/power-rules.ts'
import { escalationsLeave, memoryIsBounded } from '../../chaos/rules/relay-rules.ts'
import type { MessageRow } from '../../chaos/rules/state.ts'
import type { Acceptance } from '../../chaos/sink/smtp-sink.ts'
import { EMAIL, soundEvidence } from './sound-evidence.ts'

/** The rules that find the evidence wrong after the change. */
function rulesBrokenBy(change: (evidence: Evidence) => void): string[] {
  const evidence = soundEvidence()
  change(evidence)
  return [...new Set(judge(evidence).violations.map(({ rule }) => rule))].sort()
}

const messageOf = ({ state }: Evidence, index = 0) => state.messages[index] as MessageRow
const acceptanceOf = ({ acceptances }: Evidence, index = 0) => acceptances[index] as Acceptance

/** One more mail, to our own people, that the server took twice. */
function noticeTwice(evidence: Evidence, resends: number): void {
  const notice = { ...messageOf(evidence), id: 'msg_9', messageId: '<9@contoso.example>', to: SALES_ADDRESS }
  evidence.state.messages.push({ ...notice, kind: 'notice', enrollmentId: null, template: 'team/escalation', resends })
  const doubts = Array<string>(resends).fill('mail-uncertain')
  evidence.state.mailEvents.push(...[...doubts, 'mail-sent'].map(kind => ({ messageId: 'msg_9', kind })))
  const taken = { ...acceptanceOf(evidence), messageId: notice.messageId, to: SALES_ADDRESS, subject: 'Call Ada' }
  evidence.acceptances.push(taken, taken)
}

describe('the rules', () => {
  it('let a notice go again that nobody knew the fate of, and nothing else', () => {
    expect(rulesBrokenBy(evidence => noticeTwice(evidence, 1))).toEqual([])
  })

  it('find nothing wrong where nothing is', () => {
    expect(judge(soundEvidence())).toMatchObject({ violations: [], tally: { leads: 1, messages: 3, uncertain: 0 } })
  })

  it.each<[string, string[], (evidence: Evidence) => void]>([
    [
      'a receipt that was answered with 2xx and is gone',
      ['no-lost-lead'],
      ({ state }) => {
        state.receipts = []
      },
    ],
    [
      'a receipt that was never taken up',
      ['no-lost-lead'],
      ({ state }) => {
        state.receipts = state.receipts.map(receipt => ({ ...receipt, processedAt: null }))
      },
    ],
    [
      'a receipt kept as something else than answered',
      ['no-lost-lead'],
      ({ state }) => {
        state.receipts = state.receipts.map(receipt => ({ ...receipt, outcome: 'repeat' }))
      },
    ],
    [
      'a lead with another address',
      ['no-lost-lead'],
      ({ state }) => {
        state.leads = state.leads.map(lead => ({ ...lead, email: 'bob@two.example' }))
      },
    ],
    [
      'a lead in no workflow',
      ['no-lost-lead'],
      ({ state }) => {
        state.enrollments = []
      },
    ],
    [
      'a step without a row',
      ['no-lost-step'],
      evidence => {
        evidence.state.messages.pop()
        evidence.state.mailEvents.pop()
        evidence.acceptances.pop()
      },
    ],
    [
      'the same mail twice',
      ['no-duplicate-message', 'no-duplicate-step', 'step-order'],
      evidence => evidence.acceptances.push({ ...acceptanceOf(evidence), acceptedAt: 2_000_000 }),
    ],
    ['a notice twice that nobody was in doubt of', ['no-duplicate-message'], evidence => noticeTwice(evidence, 0)],
    [
      'the same step twice, as another mail',
      ['no-duplicate-step', 'records-agree'],
      evidence => evidence.acceptances.push({ ...acceptanceOf(evidence), messageId: '<other@contoso.example>' }),
    ],
    [
      'a gate after the silence',
      ['no-contact-after-stop'],
      evidence => {
        const confirmedAt = (messageOf(evidence, 2).gateAt ?? 0) - 1
        evidence.history.stops.push({ email: EMAIL, via: 'dnc', confirmedAt })
        acceptanceOf(evidence, 2).readyAt = confirmedAt
      },
    ],
    [
      'a mail begun after the silence, whatever the product says of its gate',
      ['no-contact-after-stop'],
      evidence => {
        const confirmedAt = acceptanceOf(evidence, 2).readyAt + 1_000
        acceptanceOf(evidence, 2).readyAt = confirmedAt + 1
        evidence.history.stops.push({ email: EMAIL, via: 'unsubscribe', confirmedAt })
      },
    ],
    [
      'a late first touch',
      ['due-within-24h'],
      evidence => {
        evidence.late = 1
      },
    ],
    [
      'two mails too close',
      ['min-gap'],
      evidence => {
        messageOf(evidence, 1).gateAt = (messageOf(evidence, 0).gateAt ?? 0) + 2_999
      },
    ],
    [
      'mails in the wrong order',
      ['step-order'],
      evidence => {
        acceptanceOf(evidence, 0).acceptedAt = 9_000_000
      },
    ],
    [
      'a mail that the server never took',
      ['records-agree'],
      evidence => {
        evidence.acceptances.pop()
      },
    ],
    [
      'a mail that was taken and is said to have failed',
      ['records-agree', 'timeline-complete', 'alert-is-open'].sort(),
      evidence => {
        messageOf(evidence, 2).status = 'failed'
      },
    ],
    [
      'a row that is not at its end',
      ['at-rest', 'records-agree', 'timeline-complete'],
      evidence => {
        messageOf(evidence, 2).status = 'data'
      },
    ],
    [
      'an enrollment that goes on for ever',
      ['at-rest'],
      ({ state }) => {
        state.enrollments = state.enrollments.map(enrollment => ({ ...enrollment, status: 'active' }))
      },
    ],
    [
      'a doubtful mail without an alert',
      ['alert-is-open'],
      evidence => {
        messageOf(evidence, 2).status = 'uncertain'
        evidence.state.mailEvents[2] = { messageId: messageOf(evidence, 2).id, kind: 'mail-uncertain' }
      },
    ],
    [
      'an end that the timeline does not tell',
      ['timeline-complete'],
      ({ state }) => {
        state.mailEvents.pop()
      },
    ],
    [
      'an end that the timeline tells twice',
      ['timeline-complete'],
      ({ state }) => {
        state.mailEvents.push(...state.mailEvents.slice(0, 1))
      },
    ],
    [
      'a timeline with a gap',
      ['timeline-complete'],
      ({ state }) => {
        state.timelineGaps.push('lead_1')
      },
    ],
    [
      'a damaged file',
      ['file-whole'],
      ({ state }) => {
        state.integrity = 'row 1 missing from index'
      },
    ],
  ])('find %s', (_words, rules, change) => {
    expect(rulesBrokenBy(change)).toEqual(rules)
  })

  it('let a doubtful mail be, told by its alert, arrived or not', () => {
    const tell = (evidence: Evidence) => {
      messageOf(evidence, 2).status = 'uncertain'
      evidence.state.mailEvents[2] = { messageId: messageOf(evidence, 2).id, kind: 'mail-uncertain' }
      evidence.state.openAlerts.push(`uncertain ${messageOf(evidence, 2).id}`)
    }
    expect(rulesBrokenBy(tell)).toEqual([])
    expect(rulesBrokenBy(evidence => [tell(evidence), evidence.acceptances.pop()])).toEqual([])
  })

  it('let a lead be in no workflow that asked for silence before it was taken up', () => {
    const broken = rulesBrokenBy(({ state }) => {
      state.enrollments = []
      state.refusedReceipts = ['rec_1']
    })
    expect(broken).toEqual([])
  })

  it('do not ask for what was never promised: a delivery without an answer, or with 503', () => {
    for (const status of [null, 503]) {
      const broken = rulesBrokenBy(({ history }) => {
        const [first] = history.deliveries
        if (first) history.deliveries.push({ ...first, email: 'eve@one.example', status, receipt: null })
      })
      expect(broken).toEqual([])
    }
  })
})

describe('the rules of single parts', () => {
  it('find an acknowledged lead that a power cut took', () => {
    const { history, state } = soundEvidence()
    expect(receiptsSurvive(history.deliveries, state)).toEqual([])
    expect(receiptsSurvive(history.deliveries, { receipts: [] })).toHaveLength(1)
  })

  it('find a mail that left and would leave again after a power cut', () => {
    const { acceptances, state } = soundEvidence()
    expect(gatesSurvive(acceptances, state)).toEqual([])
    const forgotten = state.messages.map(row => ({ ...row, status: 'claimed' }))
    expect(gatesSurvive(acceptances, { messages: forgotten })).toHaveLength(3)
  })

  it('find two mails to one lead within one step of the clock', () => {
    expect(noBurst([{ to: 'a' }, { to: 'b' }], '+40d')).toEqual([])
    expect(noBurst([{ to: 'a' }, { to: 'b' }, { to: 'a' }], '+40d')).toHaveLength(1)
  })

  it('find a hand-over that waits behind other mail, and memory that grows', () => {
    const evidence = soundEvidence()
    const notice = { ...messageOf(evidence), kind: 'notice' as const }
    const until = notice.createdAt + 61_000
    expect(escalationsLeave(evidence.acceptances, { messages: [notice] }, until)).toEqual([])
    expect(escalationsLeave([], { messages: [notice] }, until)).toHaveLength(1)
    expect(escalationsLeave([], { messages: [notice] }, until - 1_001)).toEqual([])
    expect(memoryIsBounded(100 * 1_048_576)).toEqual([])
    expect(memoryIsBounded(300 * 1_048_576)).toHaveLength(1)
  })
})
