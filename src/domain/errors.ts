export type ErrorCode =
  | 'bad-request'
  | 'bad-settings'
  | 'bad-workflow'
  | 'bad-template'
  | 'conflict'
  | 'forbidden'
  | 'internal'
  | 'not-durable'
  | 'not-found'
  | 'stale'
  | 'too-large'
  | 'unauthorized'
  | 'wrong-use'

interface ErrorParts {
  code: ErrorCode
  /** What was expected and what came instead. */
  message: string
  /** What the reader should do now. */
  nextAction: string
  cause?: unknown
}

/** The one error that Tend throws on purpose: a closed code, what went wrong, and what to do next. */
export class TendError extends Error {
  readonly code: ErrorCode
  readonly nextAction: string

  constructor(parts: ErrorParts) {
    super(parts.message, { cause: parts.cause })
    this.name = 'TendError'
    this.code = parts.code
    this.nextAction = parts.nextAction
  }
}
