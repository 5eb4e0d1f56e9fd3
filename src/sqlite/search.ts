import type { Person } from '../domain/people/lead.ts'

/** Lower case without accents, so that `capek` finds `Čapek`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** What the search box looks in. */
export function searchText(person: Pick<Person, 'firstName' | 'lastName' | 'company' | 'email'>): string {
  return fold([person.firstName, person.lastName, person.company, person.email].filter(Boolean).join(' '))
}

/** A LIKE pattern (escape `\`) for the words as typed: `%` and `_` mean themselves. */
export function searchPattern(typed: string): string {
  return `%${fold(typed.trim()).replace(/[\\%_]/g, '\\$&')}%`
}
