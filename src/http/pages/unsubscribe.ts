import { html, raw } from 'hono/html'
import { SNOOZE_LENGTHS } from '../../domain/snooze.ts'
import type { UnsubscribeView } from '../../engine/engine-api.ts'
import { STYLE } from '../assets.ts'
import type { Markup } from './parts.ts'
import { type UnsubscribeWords, wordsIn } from './unsubscribe-words.ts'

/** Shows and changes nothing: link scanners open every link. */
export function unsubscribePage(view: UnsubscribeView): Markup {
  const words = wordsIn(view.language)
  if (view.already) return unsubscribedPage(view)
  return standalone(words, words.title(view.publisher), [
    html`<p>${words.to} <strong>${view.maskedAddress ?? words.yourAddress}</strong></p>`,
    standing(words, view),
    choices(words, view),
  ])
}

export function unsubscribedPage({ publisher, language }: Pick<UnsubscribeView, 'publisher' | 'language'>): Markup {
  const words = wordsIn(language)
  return standalone(words, words.unsubscribed, [
    html`<p role="status">${words.noMore(publisher)}</p><p class="none">${words.close}</p>`,
  ])
}

export function unknownLinkPage(language: string | null): Markup {
  const words = wordsIn(language)
  return standalone(words, words.unknown, [html`<p>${words.unknownMeans}</p><p>${words.answerInstead}</p>`])
}

/** Needs nothing but this one answer: where only `/u` is let through to Tend, no style or script could be fetched. */
function standalone({ lang }: UnsubscribeWords, title: string, content: Markup[]): Markup {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body><main class="small"><h1>${title}</h1>${content}</main></body>
</html>`
}

/** What the person chose before. */
function standing(words: UnsubscribeWords, { snoozedUntil, offer }: UnsubscribeView): Markup {
  const declined = offer?.declined ? notice(words.declined(offer.title), words.othersStay) : null
  if (snoozedUntil === null) return declined ?? html`<p class="none">${words.nothingYet}</p>`
  const day = new Intl.DateTimeFormat(words.lang, { dateStyle: 'long', timeZone: 'UTC' }).format(snoozedUntil)
  return html`${notice(words.pausedUntil(day), words.goesOn)}${declined}`
}

function notice(what: string, more: string): Markup {
  return html`<p class="notice" role="status"><strong>${what}.</strong> ${more}</p>`
}

function choices(words: UnsubscribeWords, { offer }: UnsubscribeView): Markup {
  return html`<form method="post" class="choice">
      <input type="hidden" name="List-Unsubscribe" value="One-Click">
      <button class="main" aria-describedby="all">${words.unsubscribe}</button>
      <p id="all" class="none">${words.unsubscribeMeans}</p>
    </form>
    <form method="post" class="choice">
      <h2 id="pause">${words.pause}</h2>
      <div class="row" role="group" aria-labelledby="pause" aria-describedby="pause-means">
        ${SNOOZE_LENGTHS.map(length => html`<button name="choice" value="snooze-${length}">${words.lengths[length]}</button>`)}
      </div>
      <p id="pause-means" class="none">${words.pauseMeans}</p>
    </form>
    ${offer === null || offer.declined ? null : topicChoice(words, offer)}`
}

function topicChoice(words: UnsubscribeWords, { title }: { title: string }): Markup {
  return html`<form method="post" class="choice">
      <h2>${words.topic}</h2>
      <button name="choice" value="offer" aria-describedby="topic">${words.noMoreAbout(title)}</button>
      <p id="topic" class="none">${words.topicMeans}</p>
    </form>`
}
