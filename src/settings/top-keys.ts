import { z } from 'zod'
import type { Evidence, Limits, QuietHours } from '../domain/settings.ts'
import { HOUR_MS, MINUTE_MS } from '../domain/time/units.ts'
import { openingHours, zone } from '../workflow/language/hours.ts'
import { elapsed } from '../workflow/language/keys.ts'
import { innerMap } from '../workflow/language/reading.ts'
import { refuse } from '../workflow/language/refusals.ts'
import { dkim, links, mailbox } from './mail-keys.ts'
import { calendarDate, emailAddress, gap, line, lines, member, mostMails, timeOfDay, webAddress } from './values.ts'
import { webhooks } from './webhook-keys.ts'

/** As shipped: a customer hears from the publisher at most once a working day and five times a month. */
export const SHIPPED_LIMITS: Limits = { gapMs: 20 * HOUR_MS, per30Days: 5, ceilingPerDay: 4 }

const UNLIMITED: Limits = { gapMs: 0, per30Days: null, ceilingPerDay: null }

const publisher = innerMap(
  {
    name: line('the name of the publisher', 100).meta({
      description: 'Name, as customers know it.',
      examples: ['Contoso'],
    }),
    'postal-address': lines('the postal address of the publisher', 300).meta({
      description: 'Stands at the foot of every mail, as the law asks.',
      examples: ['1 Main Street, Prague'],
    }),
    'privacy-url': webAddress.meta({
      description: 'Page that says what you do with personal data.',
      examples: ['https://contoso.example/privacy'],
    }),
    'booking-url': webAddress.optional().meta({ description: 'Page on which a customer chooses a time for a call.' }),
    sender: member.meta({ description: 'Who writes to customers.' }),
    'reply-to': emailAddress.optional().meta({ description: "Where answers go; by default the sender's address." }),
  },
  'who writes: a map with `name`, `postal-address`, `privacy-url` and `sender`',
)

const limits = z
  .union(
    [
      z.literal('unlimited').transform(() => UNLIMITED),
      innerMap(
        {
          gap: gap
            .optional()
            .describe('Shortest time between two mails to one lead; `none` for no gap. 20h by default.'),
          'per-30-days': mostMails({ expected: 'a number such as `5`, or `unlimited`', per: '30 days', example: 5 })
            .optional()
            .describe('Most mails to one lead in 30 days, across all workflows. 5 by default.'),
          ceiling: mostMails({ expected: 'a number such as `4 a day`, or `unlimited`', per: 'day', example: '4 a day' })
            .optional()
            .describe('Most mails to one lead in 24 hours, first mails included. 4 a day by default.'),
        },
        'a map such as `{gap: 20h, per-30-days: 5, ceiling: 4 a day}`',
      ).transform((written): Limits => {
        const { gap, 'per-30-days': per30Days, ceiling } = written
        return {
          gapMs: gap ?? SHIPPED_LIMITS.gapMs,
          per30Days: per30Days === undefined ? SHIPPED_LIMITS.per30Days : per30Days,
          ceilingPerDay: ceiling === undefined ? SHIPPED_LIMITS.ceilingPerDay : ceiling,
        }
      }),
    ],
    { error: '`unlimited`, or a map such as `{gap: 20h, per-30-days: 5, ceiling: 4 a day}`' },
  )
  .meta({
    description: 'How often one lead may be written to, across all workflows. 0 means no mail at all.',
  })

const quietHours = z
  .union(
    [
      z.literal('none').transform(() => null),
      innerMap(
        {
          from: timeOfDay('First quiet minute, "20:00".', '20:00'),
          to: timeOfDay('End of the quiet hours, "08:00"; the window may cross midnight.', '08:00'),
          zone: zone.optional(),
        },
        'a map such as `{from: "20:00", to: "08:00", zone: lead}`',
      ).transform((written, ctx): QuietHours => {
        const { from, to } = written
        const quietMinutes = (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
        if (quietMinutes > QUIET_MINUTES_MAX) {
          refuse(ctx, {
            problem: 'never-open',
            message: 'the quiet hours last longer than 14 hours, so a first mail could miss its 24 hours',
            hint: 'Make them shorter; for no quiet hours write `none`.',
          })
        }
        return { from, to, zone: written.zone ?? 'lead' }
      }),
    ],
    { error: '`none`, or a map such as `{from: "20:00", to: "08:00", zone: lead}`' },
  )
  .meta({ description: 'When no mail leaves at all, first mails included. `none` by default.' })

/** Postfix is given so long to log what it took. */
const SETTLE_LEAST_MS = 2 * MINUTE_MS

const evidence = innerMap(
  {
    'relay-log': line('the path of a log such as `/var/log/mail.log`', 1_000)
      .regex(/^\//, 'the path of a log from the root, such as `/var/log/mail.log`')
      .meta({
        description: 'Log of the Postfix on this machine that SMTP_URL names. FILE.1 beside it is read, too.',
        examples: ['/var/log/mail.log'],
      }),
    settle: elapsed({ expected: 'a duration', days: 7 })
      .refine(ms => ms >= SETTLE_LEAST_MS, {
        error:
          'at least `2m`: a busy relay may take that long to log a mail that it has, and too early a look would send it twice',
      })
      .optional()
      .meta({
        description: 'How long after a mail its absence from the log counts. 15m by default, 2m at least.',
        examples: ['15m'],
      }),
  },
  'a map such as `{relay-log: /var/log/mail.log, settle: 15m}`',
).transform((written): Evidence => {
  const { 'relay-log': relayLog, settle } = written
  return { relayLog, settleMs: settle ?? 15 * MINUTE_MS }
})

/** Keys of `tend.yaml` whose form does not depend on names that the publisher chooses. */
export const TOP_KEYS = {
  publisher: publisher.meta({ description: 'Who writes to customers. The only section that must be there.' }),
  limits: limits.optional(),
  'quiet-hours': quietHours.optional(),
  'first-touch': elapsed({ expected: 'a duration', days: 30 })
    .optional()
    .describe('Time in which a new lead must hear from you. 24h by default.'),
  zone: zone
    .refine(name => name !== 'lead', 'a zone such as `Europe/Prague`')
    .optional()
    .meta({
      description: 'IANA zone of the publisher and of leads whose country is unknown. UTC by default.',
      examples: ['Europe/Prague', 'America/New_York', 'UTC'],
    }),
  'business-hours': openingHours
    .optional()
    .describe('Your working days, for `business days`. Monday to Friday, 09:00 to 17:00 of the lead by default.'),
  holidays: z
    .array(calendarDate, { error: 'a list of dates such as `["2026-12-25"]`' })
    .max(1_000, 'at most 1000 dates')
    .optional()
    .describe('Days on which nobody works: for `business days` and the `hours` of workflows. None by default.'),
  'do-not-contact': innerMap(
    {
      'lifted-by': z
        .enum(['person', 'inquiry'], { error: '`person` or `inquiry`' })
        .meta({ description: 'Who lifts a do-not-contact: a person of yours only, or a new inquiry of the lead too.' }),
    },
    'a map such as `{lifted-by: person}`',
  )
    .optional()
    .describe('How a do-not-contact ends.'),
  mailbox: mailbox.optional().describe('Where answers, bounces and complaints arrive. Nowhere by default.'),
  dkim: dkim.optional().describe('How mail to leads is signed. By your relay, or not at all, by default.'),
  links: links.optional().describe('What is added to links in mail to leads. Nothing by default.'),
  webhooks: webhooks
    .optional()
    .describe('Mail providers that tell of bounces and complaints by a webhook. None by default.'),
  'provider-lookup': z
    .enum(['on', 'off'], { error: '`on` or `off`' })
    .optional()
    .describe(
      'Whether the DNS is asked at which provider a lead has its mail, so that a pace counts for all domains there. On by default.',
    ),
  evidence: evidence
    .optional()
    .describe('Where it is looked up what became of a mail whose server never answered. Nowhere by default.'),
}

const DAY_MINUTES = 24 * 60
/** The 24-hour promise has to hold over a night. */
const QUIET_MINUTES_MAX = 14 * 60

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
