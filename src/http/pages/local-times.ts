/** Runs in the browser: shows every `<time>` in the reader's zone and keeps the UTC text as its title. */
export const LOCAL_TIMES_SCRIPT = `'use strict'
const words = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
for (const element of document.querySelectorAll('time[datetime]')) {
  element.title = element.textContent
  element.textContent = words.format(new Date(element.dateTime))
}
for (const element of document.querySelectorAll('[data-zone]')) {
  element.textContent = words.resolvedOptions().timeZone
}
`
