import type { Limits, QuietHours } from '../../domain/settings.ts'

/** A template as far as workflows care; one entry for each language variant. */
export interface TemplateInfo {
  /** `test-drive/welcome`. */
  name: string
  /** Null for the variant that serves every other language. */
  language: string | null
  kind: 'nurture' | 'notice'
  file: string
  /** Merge fields it reads. */
  variables: string[]
}

/** Everything that workflows name or that names them. */
export interface WorkflowSurroundings {
  templates: TemplateInfo[]
  /** Names of all template files, good or bad: a broken one is there, but cannot be used. */
  templateFiles?: string[]
  /** Ids of the teams. */
  teams: string[]
  /** Configured offers, `publisher.offer`. */
  offers: string[]
  /** False when no scoring rule is configured. */
  hasScoring?: boolean
  quietHours?: QuietHours | null
  /** Without them nothing is said about mails that the gap would starve. */
  limits?: Pick<Limits, 'gapMs'>
  /** The promise; 24 hours by default. */
  firstTouchMs?: number
}
