import type { Problem } from '../../workflow/problem.ts'
import type { BothParts } from './expand-markdown.ts'
import type { Place } from './place.ts'
import { type TemplateProblemCode, templateProblem } from './template-problem-codes.ts'

interface Duty {
  code: TemplateProblemCode
  what: string
  html: RegExp[]
  text: RegExp[]
  hint: string
}

const CLIPPED_BYTES = 100_000
const INNER_BLOCK = /\{\{~?#(?:(?!\{\{~?#)[\s\S])*?\{\{~?\/[^}]*\}\}/g

/** What the law and the marketplace ask of every mail to a lead: CAN-SPAM, GDPR Art. 13, 14 and 21, RFC 8058. */
const DUTIES: Duty[] = [
  {
    code: 'TEND-T060',
    what: 'an unsubscribe link',
    html: [/href=["']\{\{~?\s*unsubscribeUrl\s*~?\}\}["']/],
    text: [/\{\{~?\s*unsubscribeUrl\s*~?\}\}/],
    hint: 'Write `[Unsubscribe]({{unsubscribeUrl}})` in a partial of the layout.',
  },
  {
    code: 'TEND-T061',
    what: 'the postal address',
    html: [/publisher\.postalAddress/],
    text: [/publisher\.postalAddress/],
    hint: 'Write `{{publisher.postalAddress}}` in a partial of the layout.',
  },
  {
    code: 'TEND-T062',
    what: 'a link to the privacy notice',
    html: [/href=["']\{\{~?\s*publisher\.privacyUrl\s*~?\}\}["']/],
    text: [/\{\{~?\s*publisher\.privacyUrl\s*~?\}\}/],
    hint: 'Write `[Privacy]({{publisher.privacyUrl}})` in a partial of the layout.',
  },
  {
    code: 'TEND-T063',
    what: 'where the data comes from',
    html: [/inquiry\.source/, /inquiry\.date/],
    text: [/inquiry\.source/, /inquiry\.date/],
    hint: 'Say it with `{{inquiry.source}}` and `{{inquiry.date}}` in a partial of the layout.',
  },
  {
    code: 'TEND-T066',
    what: 'the name of the publisher',
    html: [/publisher\.name/],
    text: [/publisher\.name/],
    hint: 'Write `{{publisher.name}}, {{publisher.postalAddress}}` in a partial of the layout.',
  },
]

/** Checks that a nurture mail carries what it must, in both parts and outside any condition. */
export function checkDuties(parts: BothParts, layout: Place): Problem[] {
  const html = withoutBlocks(parts.html)
  const text = withoutBlocks(parts.text)
  return DUTIES.flatMap(duty => {
    const inHtml = duty.html.every(pattern => pattern.test(html))
    const inText = duty.text.every(pattern => pattern.test(text))
    if (inHtml && inText) return []
    const where = inHtml ? 'in the text part, which is made of the partials of the layout' : 'outside any condition'
    return [
      templateProblem(duty.code, layout, {
        message: `Nurture mail with this layout lacks ${duty.what} ${where}.`,
        hint: duty.hint,
      }),
    ]
  })
}

/** Gmail clips a mail of more than 102 kB, and with it the unsubscribe link. */
export function checkSize(html: string, template: Place): Problem[] {
  const bytes = Buffer.byteLength(html)
  if (bytes <= CLIPPED_BYTES) return []
  const message = `The HTML of the mail has ${bytes} bytes; mailboxes clip it above ${CLIPPED_BYTES}.`
  return [templateProblem('TEND-T064', template, { message, hint: 'Shorten the mail or its layout.' })]
}

function withoutBlocks(text: string): string {
  let rest = text
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(INNER_BLOCK, '')
  }
  return rest
}
