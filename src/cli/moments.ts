import { localWords } from '../domain/time/moment-words.ts'

/** The IANA zone of whoever reads: the system's, or TZ. */
export function readerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** `Mon, 23 Nov 2026, 09:00` in the zone; a dash where there is no time. */
export function momentWords(at: number | null, zone: string): string {
  return at === null ? '–' : localWords(at, zone)
}

/** ISO 8601 in UTC, as all JSON of Tend has it. */
export function isoUtc(at: number): string {
  return new Date(at).toISOString()
}
