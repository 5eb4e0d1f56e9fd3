import { z } from 'zod'
import { KNOWN_ACTIONS, KNOWN_SOURCES } from '../../domain/inquiry/inquiry.ts'
import { present } from '../../domain/text/present.ts'
import { betterDuration } from '../../domain/time/duration-hints.ts'
import type { Again } from '../program.ts'
import { openingHours } from './hours.ts'
import { condition, elapsed, remarkSignal, SLUG, signal, words } from './keys.ts'
import { hintFor } from './nearest.ts'
import { anyCase, proposeItems, proposeLists, proposeWords, SIGNAL_WORDS, sayExpected } from './proposals.ts'
import { withRemarks } from './reading.ts'
import { type Refusal, type Remark, refusalOf, refuse } from './refusals.ts'

const ACTIONS = [...KNOWN_ACTIONS, 'unknown'] as const

const ACTION_WORDS: Record<(typeof ACTIONS)[number], string> = {
  INS: 'Get it now.',
  PLT: 'Contact me.',
  DNC: 'Do not contact: starts nothing, whatever a file says.',
  Create: 'Bought or deployed in the Azure portal.',
  StartTestDrive: 'Started a test drive.',
  unknown: 'No code, or one that Microsoft does not document.',
}

const actionText = z.string({ error: 'an action code' }).meta({
  pattern: `^\\s*${anyCase(ACTIONS)}\\s*$`,
  ...sayExpected(`an action code: ${ACTIONS.join(', ')}`),
  ...proposeItems(ACTION_WORDS),
})

const action = actionText.transform((written, ctx): string => {
  const known = ACTIONS.find(code => code.toLowerCase() === written.trim().toLowerCase())
  if (known) return known
  refuse(ctx, {
    problem: 'unknown-action',
    message: `\`${written.slice(0, 60)}\` is not an action code`,
    hint: actionHint(written),
  })
  return z.NEVER
})

function actionHint(written: string): string {
  if (/^(?:\*|all|any|every.*)$/i.test(written)) return 'Take `action` out: without it every action fits.'
  const hint = hintFor(written, ACTIONS)
  if (hint.startsWith('Did')) return hint
  return `${hint} For another code write \`action: [unknown]\`, and \`if: inquiry.action == "${written.slice(0, 60)}"\` beside it.`
}

const source = withRemarks(
  z
    .string({ error: 'a source such as `AppSource`' })
    .trim()
    .min(1, 'a source such as `AppSource`')
    .max(100, 'at most 100 characters')
    .meta({ examples: [...KNOWN_SOURCES] })
    .transform(written => KNOWN_SOURCES.find(known => known.toLowerCase() === written.toLowerCase()) ?? written),
  remarkSource,
)

function remarkSource(value: unknown): Remark[] {
  const word = String(value).trim()
  if (KNOWN_SOURCES.some(one => one.toLowerCase() === word.toLowerCase())) return []
  return [
    {
      problem: 'unknown-source',
      message: `\`${word}\` is not a source that Microsoft documents`,
      hint: hintFor(word, KNOWN_SOURCES),
    },
  ]
}

const OFFER = 'an offer such as `contoso.analytics`, or a pattern such as `contoso.*`'

const offer = z
  .string({ error: OFFER })
  .trim()
  .toLowerCase()
  .regex(/^[^\s]{1,200}$/, OFFER)
  .meta({ examples: ['contoso.analytics', 'contoso.*'] })

/** Keys of `for`. Each is a list of which one must fit; `if` comes on top. */
export const FOR_KEYS = {
  action: z
    .array(action, { error: 'a list of action codes' })
    .min(1, 'a list of one code or more')
    .optional()
    .meta({
      description: 'Action codes; `unknown` stands for absent and other codes. Without it, all of them.',
      ...proposeLists(ACTION_WORDS),
    }),
  source: z
    .array(source, { error: 'a list of sources' })
    .min(1, 'a list of one source or more')
    .optional()
    .meta({ description: 'Sources of the inquiry. Without it, all of them.' }),
  offer: z.array(offer, { error: 'a list of offers' }).min(1, 'a list of one offer or more').optional().meta({
    description: 'Offers as publisher.offer; * stands for any characters, and * alone matches an unknown offer too.',
  }),
  if: condition('entry').optional(),
}

const AGAIN = '`never`, `per offer`, `always` or `after 90 days`'

const again = z
  .string({ error: AGAIN })
  .meta({
    pattern: '^\\s*(never|per offer|always|after \\s*\\d+([smh]| days?| weeks?))\\s*$',
    ...sayExpected(AGAIN),
    ...proposeWords({
      'per offer': 'Once for each offer. That is the default.',
      never: 'Once in its life.',
      'after 90 days': 'Again for the same offer, so long after the last time ended. Put in a time of your own.',
      always: 'With every inquiry. The lead may get the same mail twice.',
    }),
  })
  .transform((written, ctx): Again => {
    const words = written.trim()
    if (words === 'never' || words === 'per offer' || words === 'always') return { kind: words }
    if (words.startsWith('after ')) return { kind: 'after', ms: afterMs(words.slice(6), ctx) }
    refuse(ctx, {
      problem: 'wrong-value',
      message: `\`again\` must be ${AGAIN}, but is \`${words.slice(0, 60)}\``,
      hint: againHint(words),
    })
    return z.NEVER
  })
  .meta({
    description: 'How often a lead may go through: never again, once per offer (default), always, or after 90 days.',
  })

const LENGTH = elapsed({ expected: 'a duration', days: 3650 })

function afterMs(written: string, ctx: z.core.$RefinementCtx): number {
  const read = LENGTH.safeParse(written)
  if (read.success) return read.data
  for (const issue of read.error.issues) refuseAfter(ctx, issue)
  return z.NEVER
}

/** What the length of time should be, as part of the whole value. */
function refuseAfter(ctx: z.core.$RefinementCtx, issue: z.core.$ZodIssue): void {
  const refusal = lengthRefusal(issue)
  refuse(ctx, { ...refusal, hint: afterHint(refusal.hint) })
}

/** `LENGTH` takes every text, and then refuses what is no length of time. */
function lengthRefusal(issue: z.core.$ZodIssue): Refusal {
  return present(refusalOf(issue), 'a refusal of a text')
}

/** The hint about a length of time as one about the whole value. */
function afterHint(hint: string): string {
  const [, length, more] = /^Write `([^`]+)`([^`]*)$/.exec(hint) ?? []
  return length === undefined ? 'Write, for example, `after 90 days`.' : `Write \`after ${length}\`${more}`
}

function againHint(given: string): string {
  const words = given.replace(/^(?:every|each|in|once per|once in|once every|once an?)\s+(?=\d)/, '')
  const often = betterDuration(
    given.replace(/^(?:once (?:an?|per|every|each)|every|each|per) (?=day|week|month|quarter|year)/, '1 '),
  )
  if (often !== null && !/^\d|^(?:never|always)$/.test(words)) return `Write \`after ${often}\`.`
  if (/^\d/.test(words)) {
    const length = /^\d+$/.test(words) ? `${words} days` : words
    const [issue] = LENGTH.safeParse(length).error?.issues ?? []
    return afterHint(issue ? lengthRefusal(issue).hint : `Write \`${length}\`.`)
  }
  const kinds = ['never', 'per offer', 'always']
  const named = kinds.filter(kind => words.includes(kind))
  const hint = named.length === 1 ? `Did you mean \`${named[0]}\`?` : hintFor(words, kinds)
  return hint.startsWith('Did') ? hint : `Write ${AGAIN}.`
}

const RANK = 'a whole number from -1000 to 1000'
const SLUG_EXPECTED = 'an id of small letters, digits and hyphens'

const oldId = z
  .string({ error: SLUG_EXPECTED })
  .regex(SLUG, SLUG_EXPECTED)
  .meta({ examples: ['old-name'] })

/** Keys of a workflow file. `for` is read by FOR_KEYS and `steps` step by step. */
export const TOP_KEYS = {
  title: words('a title')
    .optional()
    .meta({
      description: 'Title for people; by default the name of the file.',
      examples: ['Win back a quiet customer'],
    }),
  again: again.optional(),
  rank: z
    .int({ error: RANK })
    .min(-1000, RANK)
    .max(1000, RANK)
    .optional()
    .meta({
      description: 'A lead runs one workflow at a time: a higher rank takes over, a lower one waits. 0 by default.',
      examples: [10],
    }),
  'stop-on': z
    .array(withRemarks(signal.meta(proposeItems(SIGNAL_WORDS)), remarkSignal), { error: 'a list of signals' })
    .optional()
    .meta({
      description: 'Signals that end the workflow; do-not-contact, unsubscribe, hard bounce and erasure always do.',
      ...proposeLists(SIGNAL_WORDS),
    }),
  hours: openingHours.optional().meta({
    description: 'When mail of this workflow may leave. The first mail does not wait for it.',
  }),
  formerly: z
    .array(oldId, { error: 'a list of ids' })
    .optional()
    .meta({ description: 'Earlier ids of this file, so that the history of leads is kept.' }),
}
