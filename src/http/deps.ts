import type { FrozenMail } from '../domain/mail/message.ts'
import type { Settings } from '../domain/settings.ts'
import type { Engine } from '../engine/engine-api.ts'
import type { Clock } from '../engine/ports.ts'
import type { Session } from './session.ts'

/** The part of the log that this adapter uses: the sentence, and fields without personal data or secrets. */
export interface HttpLog {
  info(message: string, fields?: Record<string, string | number | boolean | null>): void
  error(message: string, cause: unknown): void
}

export interface HttpDeps {
  engine: Engine
  clock: Clock
  adminToken: string
  /** Where people reach Tend from outside, without a trailing slash; null: wherever the request went. */
  publicUrl: string | null
  /** True when browsers come over HTTPS. */
  secureCookies: boolean
  settings: () => Settings
  log: HttpLog
  /** One GET at an address of Amazon SNS that was looked at before: its certificate, or a confirmation. */
  askAmazon(url: string): Promise<string>
  version: string
  sessionSecret: string
  templates: TemplatePreviews
}

export interface TemplateEntry {
  name: string
  /** As it stands in the file. */
  subject: string
  kind: 'nurture' | 'notice'
  /** Of its variants. */
  languages: string[]
}

/** The templates as their files are now. */
export interface TemplatePreviews {
  /** With what is wrong in them, a line each. */
  list(): Promise<{ templates: TemplateEntry[]; problems: string[] }>
  /** The mail that a made-up lead would get. Throws `wrong-use` for a name or language that is not there, `bad-template`. */
  preview(
    name: string,
    language: string | null,
  ): Promise<{ template: TemplateEntry; subject: string; mail: FrozenMail }>
}

export interface HttpEnv {
  Variables: {
    requestId: string
    /** Null for a reader who came with the Bearer token. */
    session: Session | null
  }
}
