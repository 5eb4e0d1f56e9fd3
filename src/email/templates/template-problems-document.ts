import { TEMPLATE_PROBLEMS } from './template-problem-codes.ts'

/** `docs/template-problems.md`: every problem that `tend check` can find in a template, by code. */
export function templateProblemsDocument(): string {
  const rows = Object.entries(TEMPLATE_PROBLEMS).map(([code, title]) => `| ${code} | ${title} |`)
  return [
    '# Problems in templates',
    '',
    '`tend check` names file, line and column, says what was expected and what came, and gives one of these codes. A template',
    'with an error is not used. Codes are stable. Written by `npm run schemas`.',
    '',
    '| code | problem |',
    '|---|---|',
    ...rows,
    '',
    'How templates are written: [templates](templates.md). Problems of workflow files: [problems](problems.md); of `tend.yaml`:',
    '[settings](settings.md); of maps between versions: [versions](versions.md); of calendar tests: [proofs](proofs.md).',
    '',
  ].join('\n')
}
