import { z } from 'zod'
import type { WaitTime } from '../../domain/time/duration.ts'
import { openingHours } from '../language/hours.ts'
import { duration } from '../language/keys.ts'
import { twoLines } from '../language/one-line.ts'
import { refuse } from '../language/refusals.ts'
import { stepKind } from './step-kind.ts'

const EXPIRES_DEFAULT: WaitTime = { kind: 'days', days: 7 }
const THREAD = '`true`, for a mail that goes on from the ones before it'
const HOURS = '`any`, or hours such as `{days: mon-fri, from: "09:00", to: "17:00"}`'

export const send = stepKind({
  kind: 'send',
  description: 'Writes one mail to the lead from a template.',
  keys: {
    send: z
      .string({ error: 'the name of a template such as `test-drive/welcome`' })
      .superRefine((name, ctx) => {
        if (/^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/.test(name)) return
        const bare = name
          .replace(/^\.?\/?(templates\/)?/, '')
          .replace(/\.hbs$/, '')
          .replace(/(?<=\/.*)\.[a-z]{2}(?:-[a-z]{2})?$/i, '')
        const [first, second] = name.split(/\s*,\s*|\s+and\s+/).map(templateName)
        const hint =
          twoLines('send', name) ??
          (second
            ? `One step sends one mail: \`- send: ${first}\`, and below it \`- send: ${second}\`.`
            : `Write \`${templateName(bare) || 'test-drive/welcome'}\`.`)
        refuse(ctx, { problem: 'wrong-value', message: `\`${name.slice(0, 60)}\` is not the name of a template`, hint })
      })
      .meta({
        description: 'Name of the template, without `.hbs` and language.',
        examples: ['test-drive/welcome'],
      }),
    expires: duration({ expected: 'a duration', days: 365 }).optional().meta({
      description: 'Later than this after its first due time the mail is skipped; 7 days by default.',
    }),
    hours: z
      .union([z.literal('any', { error: HOURS }), openingHours], { error: HOURS })
      .optional()
      .meta({
        description: "When this mail may leave, in place of the workflow's hours; `any` for no such limit.",
      }),
    thread: z
      .boolean({ error: THREAD })
      .optional()
      .meta({
        description:
          'Goes on from the earlier mails of this workflow: mail programs show it below them, with their subject.',
        examples: [true],
      }),
  },
  refersTo: { send: 'template' },
  compile: (base, { send, expires, hours, thread }) => ({
    ...base,
    kind: 'send',
    template: send,
    expires: expires ?? EXPIRES_DEFAULT,
    hours: hours ?? null,
    ...(thread ? { thread } : {}),
  }),
  describe: step => `send ${step.template}`,
})

/** Small letters, digits, `-`, `_` and `/` make a name. */
function templateName(written: string): string {
  return written
    .toLowerCase()
    .split(/[/\\.]/)
    .map(part => part.replace(/[^a-z0-9_]+/g, '-').replace(/^[-_]+|-+$/g, ''))
    .filter(part => part !== '')
    .join('/')
}
