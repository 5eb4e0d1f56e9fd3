import { describe, expect, it } from 'vitest'
import { checkHonestLinks } from '../../../src/email/templates/check-honest-links.ts'
import { checkSubject, checkWords } from '../../../src/email/templates/check-spam-words.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { filesWith } from './template-set.ts'

const told = ({ line, column, code, message, hint }: ReturnType<typeof checkWords>[number]) =>
  `${line}:${column} ${code} ${message} ${hint}`
const inSubject = (text: string) => checkSubject({ file: 'a.hbs', line: 2, column: 10, text }).map(told)
const inText = (text: string) => {
  const file = { file: 'a.hbs', text }
  return [...checkWords(file), ...checkHonestLinks(file)].map(told)
}

describe('a subject is warned of', () => {
  it.each([
    ['YOUR TRIAL OF {{offer.title}} IS READY', 'TEND-T070', '`Your trial of {{offer.title}} is ready`'],
    ['Your trial is ready!!', 'TEND-T070', '`!!` shouts'],
    ['Save $$$ with us', 'TEND-T070', '`$$$` shouts'],
    ['Re: our talk', 'TEND-T071', '`thread: true`'],
    ['AW: Ihre Anfrage', 'TEND-T071', 'pretends that the lead wrote before'],
    ['A limited time offer for you', 'TEND-T072', '`limited time offer`'],
    ['100 % kostenlos testen', 'TEND-T072', '`100 % kostenlos`'],
    [
      'Your test drive of Contoso Analytics has begun and here is all that you may do with it',
      'TEND-T076',
      'about 86 characters',
    ],
  ])('%s', (subject, code, words) => {
    const found = inSubject(subject)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(`2:10 ${code}`)
    expect(found[0]).toContain(words)
  })
})

describe('a text is warned of', () => {
  it.each([
    ['Hello,\n\nACT FAST AND SAVE MONEY today', '3:1 TEND-T070', 'ACT FAST AND SAVE MONEY'],
    ['Hello!!!', '1:6 TEND-T070', '`!!!` shouts'],
    ['Just click: risk-free.', '1:13 TEND-T072', '`risk-free`'],
    ['See [the page](https://bit.ly/abc)', '1:5 TEND-T073', 'shortener'],
    ['See [the page](https://203.0.113.7/a)', '1:5 TEND-T073', 'a number in place of a name'],
    [
      'See [www.contoso.com](https://contoso.evil.example/x)',
      '1:5 TEND-T073',
      '`[contoso.evil.example](https://contoso.evil.example/x)`',
    ],
    [
      '<a class="b" href="https://fabrikam.example/">contoso.example/a</a>',
      '1:1 TEND-T073',
      'leads to `fabrikam.example`',
    ],
    ['a\n[Click here](https://contoso.example)', '2:1 TEND-T074', '[Book a call](…)'],
    ['[»zde«](https://contoso.example)', '1:1 TEND-T074', 'does not say where'],
    ['[Prices](http://contoso.example/a)', '1:1 TEND-T075', '`https://contoso.example/a`'],
    ['<p>a</p>\n<span style="color:red; display: none">b</span>', '2:1 TEND-T077', '`preheader`'],
    ['<p style="font-size:0">b</p>', '1:1 TEND-T077', ''],
  ])('%s', (text, place, words) => {
    const found = inText(text)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(place)
    expect(found[0]).toContain(words)
  })
})

it('lets sober words pass', () => {
  const subjects = [
    'Your test drive of {{offer.title}} is ready',
    'How did it go?',
    'SSO, SAML and API: a question',
    'Reply wanted: your trial',
  ]
  expect(subjects.flatMap(inSubject)).toEqual([])
  const texts = [
    'Use the AWS SQL API with SSO. Is that so? Yes! <!-- ACT NOW AND SAVE MONEY --> `RISK-FREE!!`',
    '[Book a call]({{publisher.bookingUrl}}) or [docs.contoso.example](https://www.contoso.example/docs)',
    '[contoso.example/pricing](https://www.contoso.example/pricing), [here is the price list](https://contoso.example)',
    '[a](https://contoso.example/{{lead.company}}) ![](http://x) <p style="opacity: 0.9; font-size: 0.9em">a</p>',
    'We accept the order now and then; a free trial has no time limit.',
  ]
  expect(texts.flatMap(inText)).toEqual([])
})

it('is used all the same, and own people may be shouted at', async () => {
  const files = await filesWith({ 'loud.hbs': '---\nsubject: "RE: act now!!"\n---\nHello\n' })
  const { templates, problems } = await compileTemplates(files)
  expect(
    problems.filter(({ file }) => file.includes('loud')).map(({ code, severity }) => `${severity} ${code}`),
  ).toEqual(['warning TEND-T071', 'warning TEND-T070', 'warning TEND-T072'])
  expect(templates.loud?.subject).toBe('RE: act now!!')
  const notice = await filesWith({
    'loud.hbs': '---\nkind: notice\nlayout: notice\nsubject: "ACT NOW!!"\n---\nHello!!\n',
  })
  expect((await compileTemplates(notice)).problems.filter(({ severity }) => severity === 'warning')).toEqual([])
})
