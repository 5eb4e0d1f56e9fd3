import type { Problem } from '../../workflow/problem.ts'
import { type Place, placeAt } from './place.ts'
import { type TemplateWarningCode, templateWarning } from './template-problem-codes.ts'

interface Link {
  words: string
  target: string
}

const LINKS = [
  /(?<!!)\[(?<words>[^[\]\n]*)\]\(\s*(?<target>https?:\/\/[^\s()]+)[^()\n]*\)/gi,
  /<a\b[^<>]*\bhref\s*=\s*["'](?<target>https?:\/\/[^"'\s]+)["'][^<>]*>(?<words>[^<]*)<\/a>/gi,
]
const SHORTENERS =
  /^(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|rb\.gy|shorturl\.at|t\.ly|tiny\.cc|lnkd\.in)$/i
const NUMBERS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i
const EMPTY_WORDS =
  /^\W*(?:click(?: here| me)?|here|this link|link|read more|hier(?: klicken)?|klicken sie hier|ici|cliquez ici|aquí|haga clic aquí|qui|clicca qui|zde|klikněte (?:zde|sem)|tutaj|kliknij tutaj)\W*$/iu
const HOST_IN_WORDS = /^(?:https?:\/\/)?(?<host>(?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?$/i
const UNSEEN =
  /<[a-z][^<>]*\bstyle\s*=\s*["'][^"']*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d]))[^"']*["'][^<>]*>/gi

/** Links and texts by which filters know phishing: what is not what it says, or cannot be seen. */
export function checkHonestLinks(file: { file: string; text: string }): Problem[] {
  const links = LINKS.flatMap(form => [...file.text.matchAll(form)]).flatMap(({ index, groups }) => {
    const { words = '', target = '' } = groups ?? {}
    return checkLink({ words, target }, placeAt(file, index))
  })
  const unseen = [...file.text.matchAll(UNSEEN)].map(({ index }) =>
    templateWarning('TEND-T077', placeAt(file, index), {
      message: 'This text is hidden: filters take that for a trick.',
      hint: 'Take it out; the line that mailboxes show beside the subject is `preheader` in the front matter.',
    }),
  )
  return [...links, ...unseen]
}

function checkLink(link: Link, at: Place): Problem[] {
  const host = hostOf(link.target)
  if (host === null) return []
  const tell = (code: TemplateWarningCode, message: string, hint: string) =>
    templateWarning(code, at, { message, hint })
  const problems: Problem[] = []
  if (SHORTENERS.test(host) || NUMBERS.test(host)) {
    const what = NUMBERS.test(host) ? 'a number in place of a name' : 'a shortener that spammers use too'
    problems.push(tell('TEND-T073', `A link leads to \`${host}\`: ${what}.`, 'Write the address that it ends at.'))
  }
  const shown = HOST_IN_WORDS.exec(link.words.trim())?.groups?.host
  if (shown !== undefined && !isSameSite(shown, host)) {
    const message = `A link says \`${shown}\` and leads to \`${host}\`: that is how phishing is known.`
    problems.push(tell('TEND-T073', message, `Let both say the same: \`[${host}](${link.target})\`.`))
  }
  if (EMPTY_WORDS.test(link.words)) {
    const message = `\`${link.words.trim()}\` does not say where the link leads.`
    problems.push(tell('TEND-T074', message, 'Name it: `[Book a call](…)`, `[See the price list](…)`.'))
  }
  if (/^http:/i.test(link.target) && !NUMBERS.test(host)) {
    const hint = `Write \`${link.target.replace(/^http:/i, 'https:')}\`.`
    problems.push(tell('TEND-T075', `A link leads to \`${link.target.slice(0, 60)}\` without encryption.`, hint))
  }
  return problems
}

function hostOf(target: string): string | null {
  // What holds a merge field is told as such.
  return URL.canParse(target) && !target.includes('{{') ? new URL(target).hostname : null
}

/** `www.` and other sub-domains of one name are one site. */
function isSameSite(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].map(host => host.toLowerCase().replace(/^www\./, '')).sort(byLength)
  return long === short || long.endsWith(`.${short}`)
}

function byLength(one: string, other: string): number {
  return one.length - other.length
}
