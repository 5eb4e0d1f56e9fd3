import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BounceClass, classifyReport } from '../../../src/domain/bounces/bounce-class.ts'
import type { DeliveryReport } from '../../../src/domain/bounces/delivery-report.ts'
import { withoutAddresses } from '../../../src/domain/bounces/smtp-reply.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/bounces')

interface Case {
  expected: BounceClass
  report: DeliveryReport
}

const CASES = readdirSync(FOLDER).flatMap(file =>
  readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(readCase),
)

function readCase(line: string): Case {
  const [, open, expected, code, status, words] = /^(~?)(\w+) (\S+) (\S+) (.+)$/.exec(line) ?? []
  const facts = { code: code === '-' ? null : Number(code), status: status === '-' ? null : (status ?? null) }
  const diagnostic = withoutAddresses([facts.code, facts.status, words].filter(Boolean).join(' '))
  return { expected: expected as BounceClass, report: bounce({ ...facts, diagnostic, isFinal: open === '' }) }
}

function bounce(facts: Partial<DeliveryReport>): DeliveryReport {
  return {
    kind: 'bounce',
    source: 'mailbox',
    recipient: 'ann@fabrikam.example',
    messageId: null,
    token: null,
    status: null,
    code: null,
    diagnostic: '',
    isFinal: true,
    at: null,
    ...facts,
  }
}

const told = ({ expected, report }: Case) =>
  `${expected} expected, ${classifyReport(report)} told: ${report.diagnostic}`

describe('the class of a reported failure', () => {
  it('is the right one for the words of many servers', () => {
    const wrong = CASES.filter(({ expected, report }) => classifyReport(report) !== expected)
    expect(CASES.length).toBeGreaterThanOrEqual(300)
    expect(wrong.map(told)).toEqual([])
  })

  it('never blames the address for anything else', () => {
    const blamed = CASES.filter(
      ({ expected, report }) => expected !== 'address' && classifyReport(report) === 'address',
    )
    expect(blamed.map(told)).toEqual([])
  })

  it('blames the address neither for words of spam and policy added to it, nor while a server still tries', () => {
    const reasons = [
      'blocked as spam',
      'rejected by policy',
      'poor reputation',
      'sender rejected',
      'relay denied',
      'listed in zen',
    ]
    const addresses = CASES.filter(({ expected, report }) => expected === 'address' && report.status === '5.1.1')
    fc.assert(
      fc.property(fc.constantFrom(...addresses), fc.constantFrom(...reasons), ({ report }, reason) => {
        const diagnostic = `${report.diagnostic} ${reason}`
        expect(classifyReport({ ...report, diagnostic })).not.toBe('address')
        expect(classifyReport({ ...report, isFinal: false })).not.toBe('address')
      }),
    )
  })

  it('is not about the name of a host or a page', () => {
    const words = [
      'host mx.spam.example[192.0.2.7] said: 550 5.1.1 user unknown',
      '550 5.1.1 user unknown, see https://blocked.example/policy/spam',
    ]
    for (const diagnostic of words) {
      expect(classifyReport(bounce({ status: '5.1.1', code: 550, diagnostic }))).toBe('address')
    }
  })

  it('is a complaint when a person complained', () => {
    expect(classifyReport(bounce({ kind: 'complaint' }))).toBe('complaint')
  })

  it('is told for any words, and is never the address without a code that says so', () => {
    const classes = ['ours', 'policy', 'full', 'temporary', 'expired']
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), (diagnostic, code, isFinal) => {
        expect(classes).toContain(classifyReport(bounce({ diagnostic, code, isFinal })))
      }),
    )
  })
})
