import { nominalMs, parseDuration } from '../../domain/time/duration.ts'

interface TimeForm {
  form: RegExp
  expected: string
  example: string
  /** The same in the right form; null when it is not clear. */
  better(written: string): string | null
}

/** What a time may look like where it is written out: the library would only fail when a lead comes by. */
const TIME_FORMS: Record<string, TimeForm> = {
  timestamp: {
    form: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    expected: 'a date with time and zone',
    example: '2026-12-01T09:00:00Z',
    better: written => {
      const [, day, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?/.exec(written) ?? []
      const better = `${day}T${time}:00Z`
      return day === undefined || Number.isNaN(Date.parse(better)) ? null : better
    },
  },
  duration: {
    form: /^-?(\d+(\.\d+)?(h|m|s))+$/,
    expected: 'a length of time in hours, minutes or seconds',
    example: '48h',
    better: written => {
      const read = parseDuration(written)
      const hours = read.ok ? nominalMs(read.time) / 3_600_000 : 0
      return Number.isInteger(hours) && hours > 0 ? `${hours}h` : null
    },
  },
}

/** What is wrong with a text that a function of conditions takes for a time, with what to write instead; null when nothing is. */
export function timeTrouble(name: string, written: string): { message: string; hint: string } | null {
  const known = TIME_FORMS[name]
  const isSound = known?.form.test(written) && !(name === 'timestamp' && Number.isNaN(Date.parse(written)))
  if (known === undefined || isSound) return null
  const better = known.better(written)
  return {
    message: `\`${written.slice(0, 60)}\` is not ${known.expected}`,
    hint: better === null ? `Write it like \`${name}("${known.example}")\`.` : `Write \`${name}("${better}")\`.`,
  }
}
