import { TEMPLATE_PROBLEMS, TEMPLATE_WARNINGS } from './template-problem-codes.ts'

/** `docs/template-problems.md`: every problem that `tend check` can find in a template, by code. */
export function templateProblemsDocument(): string {
  const errors = Object.entries(TEMPLATE_PROBLEMS).map(([code, title]) => `| ${code} | ${title} | error |`)
  const warnings = Object.entries(TEMPLATE_WARNINGS).map(([code, title]) => `| ${code} | ${title} | warning |`)
  return [
    '# Problems in templates',
    '',
    '`tend check` names file, line and column, says what was expected and what came, and gives one of these codes. A template',
    'with an error is not used; a warning tells of what readers and spam filters take ill. Codes are stable. Written by `npm run schemas`.',
    '',
    '| code | problem | |',
    '|---|---|---|',
    ...errors,
    ...warnings,
    '',
    'How templates are written: [templates](templates.md). Problems of workflow files: [problems](problems.md); of `tend.yaml`:',
    '[settings](settings.md); of maps between versions: [versions](versions.md); of calendar tests: [proofs](proofs.md).',
    '',
  ].join('\n')
}
