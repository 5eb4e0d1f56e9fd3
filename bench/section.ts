import type { Measurement } from './measure.ts'

/** How much is done, and to whom progress is told. */
export interface Effort {
  /** Smaller sizes and fewer runs: to see that everything works, and while tuning. */
  quick: boolean
  /** Runs whose median counts; long ones are run `longRuns` times. */
  runs: number
  longRuns: number
  /** Folder for CPU profiles of Tend; null: none are taken. */
  profileFolder: string | null
  tell(words: string): void
}

export interface Section {
  title: string
  measure(effort: Effort): Promise<Measurement[]>
}
