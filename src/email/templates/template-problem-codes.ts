import type { Problem } from '../../workflow/problem.ts'
import type { Place } from './place.ts'

/** Every error a template file can earn, with its title. Codes never change their meaning and are never used again. */
export const TEMPLATE_PROBLEMS = {
  'TEND-T001': 'File cannot be read',
  'TEND-T002': 'File is too large',
  'TEND-T003': 'File is not UTF-8',
  'TEND-T004': 'File name is not a template name',
  'TEND-T005': 'Language suffix is not a language',
  'TEND-T006': 'Language variant without its base',
  'TEND-T010': 'No front matter',
  'TEND-T011': 'Front matter is not YAML',
  'TEND-T012': 'Unknown front-matter key',
  'TEND-T013': 'Wrong front-matter value',
  'TEND-T014': 'No subject',
  'TEND-T020': 'Unknown layout',
  'TEND-T021': 'Unknown partial',
  'TEND-T022': 'Partials include each other',
  'TEND-T023': 'Layout is not MJML',
  'TEND-T024': 'Layout without a body',
  'TEND-T025': 'Layout loses a mustache',
  'TEND-T026': 'Partial inside each',
  'TEND-T030': 'Handlebars syntax',
  'TEND-T031': 'Unknown merge field',
  'TEND-T032': 'Unknown Handlebars word',
  'TEND-T033': 'Handlebars word used wrongly',
  'TEND-T034': 'Merge field without escaping',
  'TEND-T035': 'Dynamic partial or decorator',
  'TEND-T036': 'Too many mustaches',
  'TEND-T040': 'Attribute without quotes',
  'TEND-T041': 'Merge field in a link',
  'TEND-T042': 'Merge field in src, style or script',
  'TEND-T043': 'Autolink with a merge field',
  'TEND-T044': 'Link that mail must not carry',
  'TEND-T045': 'Image that a mail cannot show',
  'TEND-T050': 'List counted inside each',
  'TEND-T051': 'Block tag on half a paragraph',
  'TEND-T052': 'Placeholder of another tool',
  'TEND-T053': 'Link that is none',
  'TEND-T060': 'No unsubscribe link',
  'TEND-T061': 'No postal address',
  'TEND-T062': 'No privacy link',
  'TEND-T063': 'Source of the data not named',
  'TEND-T064': 'Mail is too large',
  'TEND-T065': 'Mail without text',
  'TEND-T066': 'Publisher not named',
} as const

/** What a template may be used with, and had better not. */
export const TEMPLATE_WARNINGS = {
  'TEND-T070': 'Words that shout',
  'TEND-T071': 'Subject that pretends an answer',
  'TEND-T072': 'Words that spam filters know',
  'TEND-T073': 'Link that hides where it leads',
  'TEND-T074': 'Link without words of its own',
  'TEND-T075': 'Link without encryption',
  'TEND-T076': 'Subject that is cut',
  'TEND-T077': 'Text that nobody sees',
} as const

export type TemplateProblemCode = keyof typeof TEMPLATE_PROBLEMS

export type TemplateWarningCode = keyof typeof TEMPLATE_WARNINGS

type Words = Pick<Problem, 'message' | 'hint'>

/** Makes a template problem that keeps the template from being used. */
export function templateProblem(code: TemplateProblemCode, { file, line, column }: Place, words: Words): Problem {
  return { code, severity: 'error', file, line, column, ...words }
}

/** Makes one that does not. */
export function templateWarning(code: TemplateWarningCode, { file, line, column }: Place, words: Words): Problem {
  return { code, severity: 'warning', file, line, column, ...words }
}
