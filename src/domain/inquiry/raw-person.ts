/** The seven customer fields of a marketplace lead; none is there in every lead. */
export const PERSON_FIELDS = ['email', 'firstName', 'lastName', 'company', 'title', 'phone', 'country'] as const
export type PersonField = (typeof PERSON_FIELDS)[number]

/** The fields as they came; null where nothing came. */
export type RawPerson = Record<PersonField, string | null>

/** Builds the record from whatever finds a field's text. */
export function rawPerson(find: (name: PersonField) => string | null): RawPerson {
  return {
    email: find('email'),
    firstName: find('firstName'),
    lastName: find('lastName'),
    company: find('company'),
    title: find('title'),
    phone: find('phone'),
    country: find('country'),
  }
}
