import { PROBLEM_KINDS } from './problem-codes.ts'

/** `docs/problems.md`: every problem that `tend check` can find in a workflow file, by code. */
export function problemsDocument(): string {
  const rows = Object.values(PROBLEM_KINDS)
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .map(({ code, severity, title, explanation }) => `| ${code} | ${severity} | ${title} | ${explanation} |`)
  return [
    '# Problems in workflow files',
    '',
    '`tend check` names file, line and column, says what was expected and what came, and gives one of these codes. An error',
    'keeps the file from being used; a warning does not. Codes are stable. Written by `npm run schemas`.',
    '',
    '| code | severity | problem | what it means |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
