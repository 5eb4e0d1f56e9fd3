import type { ClickMemory } from '../domain/mail/human-click.ts'
import type { Settings } from '../domain/settings.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { CompiledTemplate, WorkflowVersion } from '../workflow/versions/version.ts'
import type { KeepPace } from './keep-pace.ts'
import type { ProviderPaces } from './keep-provider-pace.ts'
import type { Clock, Composer, NewId, Queue, Store, Transport, Witness } from './ports.ts'
import type { SetAside } from './set-aside.ts'
import type { TakeTurns } from './take-turns.ts'
import type { TimeWatch } from './watch-time.ts'

/** What an engine verb works with. Settings and catalog are asked anew each time: both may change while running. */
export interface EngineContext {
  store: Store
  queue: Queue
  clock: Clock
  timeWatch: TimeWatch
  setAside: SetAside
  /** Where the sweep runs what is overdue, and apart from it what is urgent. */
  overdue: SideBySide
  urgent: SideBySide
  /** What this process has seen since it began. */
  seen: { lostAlarms: number }
  newId: NewId
  composer: Composer
  /** `smtp` is null when mail is only captured. */
  transports: { smtp: Transport | null; capture: Transport }
  /** Why the mailbox is not read at present, in words; null when all is well or there is none. */
  mailboxTrouble(): string | null
  /** Who can say what became of a doubtful mail, as the settings are now; null when there is nobody. */
  witness(): Witness | null
  settings(): Settings
  catalog(): Catalog
  /** A stored version, from memory where possible. Throws `internal` when the store does not know it. */
  version(hash: string): Promise<WorkflowVersion>
  /** Base of every link that leaves the house, without a slash at the end. */
  publicUrl(): string
  signer: Signer
  /** A number from 0 up to 1, for jitter. */
  random(): number
  log: EngineLog
  inTurn: TakeTurns
  keepPace: KeepPace
  paces: ProviderPaces
  clicks: ClickMemory
  /**
   * Runs work after the caller has its answer, or refuses (false) when too much waits already. Neither that nor a crash loses
   * anything, since the sweep finds what is missing.
   */
  afterwards(work: () => Promise<void>): boolean
}

/** The workflows of the day, each in its newest good version, and the templates that are not pinned. */
export interface Catalog {
  workflows: WorkflowVersion[]
  /** Notices to the publisher's own people, by name. */
  notices: Record<string, CompiledTemplate>
  /** Where people of old versions go on. */
  stepMaps: StepMap[]
  /** By workflow id: why its file on disk is not the version that runs. */
  troubles: Record<string, string>
  /** Why the newest change of the files was not taken over at all; absent when it was. */
  changeTrouble?: string
}

/** Makes and checks signed texts with the product's own secret. */
export interface Signer {
  sign(text: string): string
  verify(text: string, signature: string): boolean
}

export interface EngineLog {
  info(message: string, fields?: Record<string, string | number | boolean | null>): void
  warn(message: string, fields?: Record<string, string | number | boolean | null>): void
  error(message: string, cause: unknown): void
}

/** Runs pieces of work side by side, a few at a time, and does not wait for the slow ones for ever. */
export interface SideBySide {
  /**
   * Resolves when everything is done, or when the time is up: then what runs runs on, what has not begun is left for the next
   * call, and that call has so many places less. Returns how many were begun.
   */
  run<T extends { id: string }>(items: T[], work: (item: T) => Promise<void>): Promise<number>
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
}
