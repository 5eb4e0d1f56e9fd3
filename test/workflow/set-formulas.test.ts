import { describe, expect, it } from 'vitest'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'

function hintsOf(value: string): string[] {
  const text = `for: {}\nsteps:\n  - task: call\n  - set: {seats: ${value}}\n`
  const { problems } = parseWorkflow({ file: 'a.yaml', id: 'a', text })
  return problems.map(({ code, line, column, hint }) => `${line}:${column} ${code} ${hint}`)
}

describe('a value of set that somebody wants worked out', () => {
  it.each([
    ['lead.score + 1', 'To add points write `- score: 1`'],
    ['lead.score - 5', '`- score: -5`'],
    ['= lead.score * 2', '`seats: 5`'],
    ['"=1 + 2"', '`seats: 5`'],
    ['lead.company', '`seats: 5`'],
    ['attribute.seats + 1', '`seats: 5`'],
    ['lead.scor + 1', '`seats: 5`'],
    ['lead.address.city + 1', '`seats: 5`'],
    ['seats + 1', '`seats: 5`'],
    ['seats++', '`seats: 5`'],
    ['seats += 1', '`seats: 5`'],
    ['"{{lead.company}}"', '`seats: 5`'],
    ['"${lead.company}"', '`seats: 5`'],
    ['lead.score > 60', 'Write `- set: {seats: true}`, and below it `if: lead.score > 60`.'],
    ['\'lead.country == "DE"\'', '`if: \'lead.country == "DE"\'`'],
    ['lead.company.size()', '`seats: 5`'],
    ['now()', '`seats: 5`'],
    ['+1', 'Write `seats: 1`; to add points write `- score: 1`.'],
  ])('%s is warned of', (value, hint) => {
    expect(hintsOf(value)).toEqual([expect.stringContaining(hint)])
    expect(hintsOf(value)[0]).toMatch(/^4:18 TEND-W071 /)
  })

  it.each(
    [
      'A + B',
      'plan-b',
      'seats-2',
      '24/7',
      '50/50',
      '2026-12-24',
      '3',
      '-3',
      'true',
      'pro',
      '"Müller & Söhne"',
      '"+49 30 1"',
      '""',
    ]
      .concat([
        'offer.pdf',
        'www.contoso.com',
        'a@b.example',
        '"C++"',
        '"AT&T"',
        '"x = y"',
        '"1 + 1"',
        '"(none)"',
        '"x > y"',
      ])
      .concat([
        'sales.lead',
        'lead',
        'a ? b',
        '"[vip]"',
        'not yet',
        'f(x)',
        '"Leads: score + 1"',
        'enrollment',
        '"100 %"',
      ]),
  )('%s is ordinary text', value => {
    expect(hintsOf(value)).toEqual([])
  })
})
