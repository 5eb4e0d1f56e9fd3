/** `HH:MM`. */
export const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** The time of the day that `9`, `9:00`, `24:00`, `9am`, `5 pm`, `17.30` or `09:00:00` stands for, as `HH:MM`; empty for anything else. */
export function betterClockTimes(written: string): string[] {
  const [, hours, minutes = '00', half] =
    /^(\d{1,2})(?:[:.h](\d\d))?(?::\d\d)?\s*([ap]m|uhr|h|o'clock)?$/i.exec(written.trim()) ?? []
  if (hours === undefined) return []
  const time = `${String(hourOf(Number(hours), half?.toLowerCase())).padStart(2, '0')}:${minutes}`
  return CLOCK_TIME.test(time) ? [time] : []
}

function hourOf(hours: number, half: string | undefined): number {
  if (half === 'pm' || half === 'am') return hours > 12 ? hours : (hours % 12) + (half === 'pm' ? 12 : 0)
  return hours === 24 ? 0 : hours
}
