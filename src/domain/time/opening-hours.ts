/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** When mail of a workflow may leave. `from` equal to `to` is the whole day; the window may cross midnight. */
export interface OpeningHours {
  days: Weekday[]
  /** `HH:MM`. */
  from: string
  to: string
  /** `lead` or an IANA name. */
  zone: string
}
