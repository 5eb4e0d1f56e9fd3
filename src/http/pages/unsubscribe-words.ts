/** What the page behind an unsubscribe link says, in one language. */
export interface UnsubscribeWords {
  lang: string
  title(publisher: string): string
  to: string
  yourAddress: string
  unsubscribe: string
  unsubscribeMeans: string
  pause: string
  pauseMeans: string
  lengths: Record<'2-weeks' | '1-month' | '6-months', string>
  topic: string
  noMoreAbout(offer: string): string
  topicMeans: string
  nothingYet: string
  pausedUntil(day: string): string
  goesOn: string
  declined(offer: string): string
  othersStay: string
  unsubscribed: string
  noMore(publisher: string): string
  close: string
  unknown: string
  unknownMeans: string
  answerInstead: string
}

/** The words in the reader's language where we have them, else in English. */
export function wordsIn(language: string | null): UnsubscribeWords {
  return language?.split('-')[0] === 'cs' ? CZECH : ENGLISH
}

const ENGLISH: UnsubscribeWords = {
  lang: 'en',
  title: publisher => `Mail from ${publisher}`,
  to: 'For',
  yourAddress: 'your address',
  unsubscribe: 'Unsubscribe',
  unsubscribeMeans: 'No more of these mails, from now on.',
  pause: 'Or take a break',
  pauseMeans: 'No mail meanwhile; afterwards it goes on where it stopped.',
  lengths: { '2-weeks': '2 weeks', '1-month': '1 month', '6-months': '6 months' },
  topic: 'Or leave out this topic',
  noMoreAbout: offer => `No more about ${offer}`,
  topicMeans: 'Mail about anything else that you asked for stays.',
  nothingYet: 'Nothing has changed yet.',
  pausedUntil: day => `Paused until ${day}`,
  goesOn: 'No mail comes before that day. You can still choose otherwise below.',
  declined: offer => `No more about ${offer}`,
  othersStay: 'Mail about anything else that you asked for stays. You can still choose otherwise below.',
  unsubscribed: 'You are unsubscribed',
  noMore: publisher => `${publisher} will not send you these mails any more.`,
  close: 'You can close this page.',
  unknown: 'This link does not work',
  unknownMeans: 'We could not find what this link belongs to. It may have been cut off on its way to you.',
  answerInstead:
    'Please open it from the mail once more, or simply answer the mail and say that you want no more of them.',
}

const CZECH: UnsubscribeWords = {
  lang: 'cs',
  title: publisher => `E-maily od ${publisher}`,
  to: 'Pro',
  yourAddress: 'vaši adresu',
  unsubscribe: 'Odhlásit se',
  unsubscribeMeans: 'Od této chvíle už žádné z těchto e-mailů.',
  pause: 'Nebo si dejte přestávku',
  pauseMeans: 'Po tu dobu nic nepřijde; potom se naváže tam, kde se přestalo.',
  lengths: { '2-weeks': '2 týdny', '1-month': '1 měsíc', '6-months': '6 měsíců' },
  topic: 'Nebo vynechte jen toto téma',
  noMoreAbout: offer => `Už nic o ${offer}`,
  topicMeans: 'O ostatním, na co jste se ptali, dál dáme vědět.',
  nothingYet: 'Zatím se nic nezměnilo.',
  pausedUntil: day => `Přestávka do ${day}`,
  goesOn: 'Do té doby nic nepřijde. Níže se můžete rozhodnout i jinak.',
  declined: offer => `Už nic o ${offer}`,
  othersStay: 'O ostatním, na co jste se ptali, dál dáme vědět. Níže se můžete rozhodnout i jinak.',
  unsubscribed: 'Jste odhlášeni',
  noMore: publisher => `${publisher} vám už tyto e-maily posílat nebude.`,
  close: 'Stránku můžete zavřít.',
  unknown: 'Tento odkaz nefunguje',
  unknownMeans: 'Nenašli jsme, k čemu tento odkaz patří. Možná se cestou zkrátil.',
  answerInstead: 'Otevřete ho prosím znovu z e-mailu, nebo na e-mail odpovězte, že už další nechcete.',
}
