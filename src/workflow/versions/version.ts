import type { Program } from '../program.ts'

/** A template after Markdown and MJML: two Handlebars texts into which lead data is put at send time. */
export interface CompiledTemplate {
  /** `test-drive/welcome`. */
  name: string
  /** `cs`, `pt-br` …; null for the variant that serves every other language. */
  language: string | null
  kind: 'nurture' | 'notice'
  subject: string
  preheader: string
  html: string
  text: string
  /** Merge fields it reads, as written (`lead.firstName`), sorted. */
  variables: string[]
}

/** What an enrollment keeps from its first day to its last: the parsed workflow with the templates it uses. */
export interface WorkflowVersion {
  /** Content hash of program and templates; comments and spacing do not count. */
  hash: string
  workflowId: string
  /** The file as it was. */
  source: string
  program: Program
  /** By name, or `name.lang` for a variant. */
  templates: Record<string, CompiledTemplate>
  createdAt: number
}
