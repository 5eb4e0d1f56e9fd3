import pino, { type Logger } from 'pino'
import { TendError } from './domain/errors.ts'
import type { EngineLog } from './engine/context.ts'

/** The log: words, and fields that hold no personal data. People read it on a terminal, programs as JSON. */
export interface Log extends EngineLog {
  flush(): void
}

/** Logs to standard error, so that standard output stays for results. */
export function createLog(options: { level: 'info' | 'warn' | 'silent'; readable: boolean }): Log {
  const destination = options.readable ? readableStream() : pino.destination({ dest: 2, sync: true })
  const logger = pino({ level: options.level, base: null }, destination)
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, cause) => logger.error(causeFields(cause), message),
    flush: () => flush(logger),
  }
}

function readableStream(): { write(line: string): void } {
  return { write: line => process.stderr.write(`${readable(line)}\n`) }
}

function readable(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>
  const word = level === 50 ? 'error' : level === 40 ? 'warn ' : 'info '
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`)
  return [clock, word, String(msg), ...rest].join(' ')
}

/** Code, message and place of an error; never the values that it was about. */
function causeFields(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return { cause: String(cause) }
  const place = cause.stack?.split('\n')[1]?.trim() ?? ''
  return { code: cause instanceof TendError ? cause.code : cause.name, cause: cause.message, place }
}

function flush(logger: Logger): void {
  logger.flush()
}
