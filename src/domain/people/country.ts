import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { cleanLine } from '../text/clean-text.ts'
import { countryByName } from './country-names.ts'

const BY_CODE = new Map<string, string>(
  codes.flatMap(([two = '', three = '']) => [
    [two, two],
    [three, two],
  ]),
)

/**
 * ISO 3166-1 alpha-2 of a country given as alpha-2, alpha-3, a name in English or in one of some forty languages, or a
 * usual variant (`U.S.`, `UK`, `Czechia`, `Deutschland`). Null when that is not certain.
 */
export function readCountry(text: string | null): string | null {
  const line = cleanLine(text, 96)
  if (line === null) return null
  const code = BY_CODE.get(line.replace(/[\s.]/gu, '').toUpperCase())
  return code ?? countryByName(line)
}
