import type { OpenAPIHonoOptions } from '@hono/zod-openapi'
import { TendError } from '../../domain/errors.ts'
import type { HttpEnv } from '../deps.ts'

type Hook = NonNullable<OpenAPIHonoOptions<HttpEnv>['defaultHook']>
type Issue = { path: PropertyKey[]; message: string }

const PLACES: Record<string, string> = { json: 'body field', query: 'query parameter', param: 'path parameter' }

/** Turns what a schema says into one sentence for a person: which field, what was expected, what came. */
export const explainInvalid: Hook = result => {
  if (result.success) return
  const input: unknown = 'data' in result ? result.data : undefined
  const place = PLACES[result.target] ?? result.target
  const sentences = result.error.issues.slice(0, 5).map(issue => describe(place, issue, input))
  throw new TendError({
    code: 'bad-request',
    message: sentences.join(' '),
    nextAction: 'Correct the request; /docs lists every field.',
  })
}

function describe(place: string, issue: Issue, input: unknown): string {
  const words = issue.message.replace(/^Invalid input: /, '').replace(/^Too (big|small): /, '')
  if (issue.path.length === 0) return `The body: ${words}.`
  return `The ${place} "${issue.path.join('.')}": ${words}, got ${show(valueAt(input, issue.path))}.`
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
