import type { Problem } from '../workflow/problem.ts'

/** SARIF 2.1.0 (OASIS), as code hosts show it beside the lines. */
export function toSarif(problems: Problem[]): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'tend check', rules: codes.map(id => ({ id })) } },
        results: problems.map(toResult),
      },
    ],
  }
}

function toResult({ code, severity, message, hint, file, line, column }: Problem): object {
  const region = { startLine: Math.max(1, line), startColumn: Math.max(1, column) }
  return {
    ruleId: code,
    level: severity,
    message: { text: `${message} ${hint}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region } }],
  }
}
