import { TendError } from '../domain/errors.ts'

export const BODY_LIMIT_BYTES = 64 * 1024

/** Beyond this we stop listening: the sender is not a marketplace. */
const DRAIN_LIMIT_BYTES = 1024 * 1024

export interface LimitedBody {
  /** At most the limit. */
  bytes: Uint8Array
  /** What came, or what the sender announced when we stopped listening. */
  size: number
}

/**
 * Reads the first `limitBytes` of a request and counts the rest, so that the sender gets to read the answer.
 * Throws what the stream throws when the sender goes away in the middle.
 */
export async function readLimited(request: Request, limitBytes: number): Promise<LimitedBody> {
  if (request.body === null) return { bytes: new Uint8Array(0), size: 0 }
  const reader = request.body.getReader()
  const kept: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (size < limitBytes) kept.push(value.subarray(0, limitBytes - size))
    size += value.byteLength
    if (size > DRAIN_LIMIT_BYTES) {
      void reader.cancel().catch(() => undefined)
      size = Math.max(size, announcedSize(request))
      break
    }
  }
  return { bytes: Uint8Array.from(Buffer.concat(kept)), size }
}

/** The text of a request body. Throws `too-large`, and `bad-request` for bytes that are not UTF-8. */
export async function readText(request: Request): Promise<string> {
  const { bytes, size } = await readLimited(request, BODY_LIMIT_BYTES)
  if (size > BODY_LIMIT_BYTES) {
    throw new TendError({
      code: 'too-large',
      message: `Expected a body of at most ${BODY_LIMIT_BYTES} bytes, got ${size}.`,
      nextAction: 'Send less in one request.',
    })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new TendError({
      code: 'bad-request',
      message: 'Expected a body in UTF-8, got bytes that are not.',
      nextAction: 'Encode the body as UTF-8.',
      cause,
    })
  }
}

function announcedSize(request: Request): number {
  const announced = Number(request.headers.get('content-length'))
  return Number.isSafeInteger(announced) ? announced : 0
}
