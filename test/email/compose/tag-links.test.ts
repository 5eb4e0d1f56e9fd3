import { describe, expect, it } from 'vitest'
import { tagHtmlLinks, tagTextLinks } from '../../../src/email/compose/tag-links.ts'

const UNSUBSCRIBE = 'https://tend.contoso.example/u/token?a=b'
const UTM = { source: 'microsoft-marketplace', medium: 'email' }
const tagging = { utm: UTM, except: UNSUBSCRIBE }
const TAGS = 'utm_source=microsoft-marketplace&utm_medium=email'
const HTML_TAGS = TAGS.replace('&', '&amp;')

describe('a link in HTML', () => {
  it.each([
    ['https://contoso.example', `https://contoso.example?${HTML_TAGS}`],
    ['http://contoso.example/a', `http://contoso.example/a?${HTML_TAGS}`],
    ['https://contoso.example/a?b=c', `https://contoso.example/a?b=c&amp;${HTML_TAGS}`],
    ['https://contoso.example/a?b=c&amp;d=e', `https://contoso.example/a?b=c&amp;d=e&amp;${HTML_TAGS}`],
    ['https://contoso.example/a?b&#x3D;c', `https://contoso.example/a?b&#x3D;c&amp;${HTML_TAGS}`],
    ['https://contoso.example/a?', `https://contoso.example/a?${HTML_TAGS}`],
    ['https://contoso.example/a?b=c&amp;', `https://contoso.example/a?b=c&amp;${HTML_TAGS}`],
    ['https://contoso.example/a#part', `https://contoso.example/a?${HTML_TAGS}#part`],
    ['https://contoso.example/a?b=c#p?q', `https://contoso.example/a?b=c&amp;${HTML_TAGS}#p?q`],
    ['https://contoso.example/?utm_source=mine', 'https://contoso.example/?utm_source=mine&amp;utm_medium=email'],
    [
      'https://contoso.example/?a=b&amp;UTM_Source&#x3D;mine&amp;utm_medium=post',
      'https://contoso.example/?a=b&amp;UTM_Source&#x3D;mine&amp;utm_medium=post',
    ],
    ['https://contoso.example/?xutm_source=mine', `https://contoso.example/?xutm_source=mine&amp;${HTML_TAGS}`],
    ['https://contoso.example/utm_source=x', `https://contoso.example/utm_source=x?${HTML_TAGS}`],
    ['mailto:jana@contoso.example', 'mailto:jana@contoso.example'],
    ['tel:+420601234567', 'tel:+420601234567'],
    ['https://tend.contoso.example/u/token?a&#x3D;b', 'https://tend.contoso.example/u/token?a&#x3D;b'],
    ['https://tend.contoso.example/u/token?a=b', 'https://tend.contoso.example/u/token?a=b'],
  ])('%s', (link, expected) => {
    for (const quote of ['"', "'"]) {
      const html = `<p><a class=${quote}x>y${quote} href=${quote}${link}${quote} target=${quote}_blank${quote}>Go</a></p>`
      expect(tagHtmlLinks(html, tagging)).toBe(html.replace(link, () => expected))
    }
  })

  it('is an anchor or a button, not a picture, a style or a text', () => {
    const html =
      '<link href="https://fonts.example/a.css"><img src="https://contoso.example/a.png"><p>https://contoso.example</p><abbr href="https://contoso.example">'
    expect(tagHtmlLinks(html, tagging)).toBe(html)
    const button = '<v:roundrect href="https://contoso.example" style="height:40px">'
    expect(tagHtmlLinks(button, tagging)).toContain(`https://contoso.example?${HTML_TAGS}"`)
  })

  it('is left alone without tags', () => {
    const html = '<a href="https://contoso.example">'
    expect(tagHtmlLinks(html, { ...tagging, utm: {} })).toBe(html)
    expect(tagTextLinks('https://contoso.example', { ...tagging, utm: {} })).toBe('https://contoso.example')
  })
})

describe('a link in plain text', () => {
  it.each([
    ['Go: https://contoso.example/a\nnow', `Go: https://contoso.example/a?${TAGS}\nnow`],
    ['Go (https://contoso.example/a).', `Go (https://contoso.example/a?${TAGS}).`],
    ['<https://contoso.example/a?b=c#d>', `<https://contoso.example/a?b=c&${TAGS}#d>`],
    ['https://contoso.example/a_(b), or', `https://contoso.example/a_(b)?${TAGS}, or`],
    ['[https://contoso.example/a], or', `[https://contoso.example/a?${TAGS}], or`],
    ['"https://contoso.example/a"!', `"https://contoso.example/a?${TAGS}"!`],
    [`Leave (${UNSUBSCRIBE})`, `Leave (${UNSUBSCRIBE})`],
    ['jana@contoso.example, www.contoso.example', 'jana@contoso.example, www.contoso.example'],
  ])('%s', (text, expected) => {
    expect(tagTextLinks(text, tagging)).toBe(expected)
  })
})
