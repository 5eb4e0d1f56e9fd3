import { describe, expect, it } from 'vitest'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'

const CALL = 'steps:\n  - task: call\n'

function problemsOf(text: string): string[] {
  const { problems } = parseWorkflow({ file: 'a.yaml', id: 'a', text: `for: {}\n${text}` })
  return problems.map(({ code, severity, line, column, hint }) => `${line}:${column} ${severity} ${code} ${hint}`)
}

describe('a merge field in a text that nothing fills in is warned of, with the line in words', () => {
  it.each([
    ['title: Follow up {{offer.title}}', CALL, '2:18', 'title: Follow up the offer'],
    ['steps:', '  - task: Call {{lead.firstName}} soon', '3:16', 'task: Call the customer soon'],
    ['steps:', '  - {escalate: sales, because: "{{lead.company}} asked"}', '3:33', 'because: the company asked'],
    ['steps:', '  - {notify: sales, because: "has {{ lead.score }}"}', '3:35', 'because: has the score'],
    ['steps:', '  - {score: 5, because: "read {{inquiry.offer}}"}', '3:31', 'because: read the offer'],
    ['steps:', '  - finish: bye {lead.firstName}', '3:17', 'finish: bye the customer'],
    ['steps:', '  - {task: call, note: "for ${lead.company}"}', '3:29', 'note: for the company'],
    ['steps:', '  - task: Call {{lead.firstName}} {{lead.lastName}}', '3:16', 'task: Call the customer'],
    ['steps:', '  - task: Call{{#if lead.phone}} soon{{/if}}', '3:15', 'task: Call soon'],
  ])('%s %s', (top, rest, place, line) => {
    expect(problemsOf(`${top}\n${rest}\n`)).toEqual([`${place} warning TEND-W072 Write it in words: \`${line}\`.`])
  })

  it('and without a line that would be too long to show', () => {
    const [problem] = problemsOf(`steps:\n  - task: ${'call '.repeat(30)}{{lead.firstName}}\n`)
    expect(problem).toMatch(/TEND-W072 Write it in words, for example `the customer`\.$/)
  })
})

it.each(['costs $5', 'a {b} c', '"{a: b}"', '"100 % {sure}"', 'lead.score is high', '"}} {{"'])(
  '%s is ordinary text',
  text => {
    expect(problemsOf(`steps:\n  - task: ${text}\n`)).toEqual([])
  },
)
