import type { Lead } from './lead.ts'

/** The language to write to this person in: their own, else their country's; null where neither is known. Lower case. */
export function languageOf({ language, country }: Pick<Lead, 'language' | 'country'>): string | null {
  return (language ?? (country === null ? null : languageOfCountry(country)))?.toLowerCase() ?? null
}

/** Countries in which one language is the plain choice for a business letter; the others get the common variant. */
const LANGUAGES: Record<string, string> = {
  AR: 'es',
  AT: 'de',
  BG: 'bg',
  BR: 'pt',
  CL: 'es',
  CN: 'zh',
  CO: 'es',
  CZ: 'cs',
  DE: 'de',
  DK: 'da',
  EE: 'et',
  ES: 'es',
  FI: 'fi',
  FR: 'fr',
  GR: 'el',
  HR: 'hr',
  HU: 'hu',
  IT: 'it',
  JP: 'ja',
  KR: 'ko',
  LT: 'lt',
  LV: 'lv',
  MX: 'es',
  NL: 'nl',
  NO: 'no',
  PE: 'es',
  PL: 'pl',
  PT: 'pt',
  RO: 'ro',
  RS: 'sr',
  SE: 'sv',
  SI: 'sl',
  SK: 'sk',
  TR: 'tr',
  TW: 'zh',
  UA: 'uk',
}

/** ISO 639-1 language to write to somebody in this country; null where no single one is plain. */
function languageOfCountry(country: string): string | null {
  return LANGUAGES[country] ?? null
}
