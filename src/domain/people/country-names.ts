import { createRequire } from 'node:module'
import { foldText } from '../text/fold-text.ts'

/** Languages of the customers' own words for their country: read once, when the first word comes that is not English. */
const LANGUAGES =
  'cs sk de fr es it pl pt nl da sv nb nn fi hu ro bg el hr sr sl et lv lt tr uk ru be ja zh ko ar he fa hi id vi th ca sq'

/** What people and Microsoft's own lists write and the ISO lists lack; folded. */
const VARIANTS: Readonly<Record<string, string>> = {
  america: 'US',
  'ee uu': 'US',
  eeuu: 'US',
  'estados unidos': 'US',
  uk: 'GB',
  britain: 'GB',
  england: 'GB',
  anglie: 'GB',
  'velka britanie': 'GB',
  'velka britania': 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  el: 'GR',
  hellas: 'GR',
  ellada: 'GR',
  cr: 'CZ',
  cesko: 'CZ',
  'slovak republic': 'SK',
  brd: 'DE',
  'federal republic of germany': 'DE',
  'bundesrepublik deutschland': 'DE',
  holland: 'NL',
  nederland: 'NL',
  osterreich: 'AT',
  oesterreich: 'AT',
  eire: 'IE',
  'republic of ireland': 'IE',
  brasil: 'BR',
  korea: 'KR',
  rok: 'KR',
  dprk: 'KP',
  'korea democratic peoples republic of': 'KP',
  prc: 'CN',
  'mainland china': 'CN',
  'hong kong sar': 'HK',
  'hong kong s a r': 'HK',
  hongkong: 'HK',
  'macao sar': 'MO',
  macau: 'MO',
  'macau sar': 'MO',
  russia: 'RU',
  'viet nam': 'VN',
  vietnam: 'VN',
  laos: 'LA',
  burma: 'MM',
  'myanmar burma': 'MM',
  congo: 'CG',
  'congo drc': 'CD',
  'congo democratic republic of the': 'CD',
  'congo the democratic republic of the': 'CD',
  'dr congo': 'CD',
  drc: 'CD',
  macedonia: 'MK',
  'macedonia the former yugoslav republic of': 'MK',
  swaziland: 'SZ',
  'cape verde': 'CV',
  'palestinian authority': 'PS',
  'palestinian territories': 'PS',
  'bolivia plurinational state of': 'BO',
  'venezuela bolivarian republic of': 'VE',
  'iran islamic republic of': 'IR',
  'tanzania united republic of': 'TZ',
  'moldova republic of': 'MD',
  'micronesia federated states of': 'FM',
  syria: 'SY',
  kosovo: 'XK',
  emirates: 'AE',
  ksa: 'SA',
  bosnia: 'BA',
  'vatican city': 'VA',
  'east timor': 'TL',
  turkiye: 'TR',
}

const require = createRequire(import.meta.url)
let ofEnglish: Index | undefined
let ofOthers: Index | undefined

type Index = Map<string, string | null>
type Names = Record<string, string | string[]>

/** ISO 3166-1 alpha-2 of a country's name, English first, then some forty languages; null when none or several fit. */
export function countryByName(name: string): string | null {
  const folded = foldCountry(name)
  if (folded === '') return null
  if (Object.hasOwn(VARIANTS, folded)) return VARIANTS[folded] ?? null
  ofEnglish ??= indexNames(['en'])
  const found = ofEnglish.get(folded)
  if (found !== undefined) return found
  ofOthers ??= indexNames(LANGUAGES.split(' '))
  return ofOthers.get(folded) ?? null
}

function foldCountry(name: string): string {
  return foldText(name.replaceAll('&', ' and '))
    .replace(/\bst\b/g, 'saint')
    .replace(/^the /, '')
}

function indexNames(languages: string[]): Index {
  const index: Index = new Map()
  for (const language of languages) {
    for (const [code, texts] of Object.entries(readNames(language))) {
      for (const text of [texts].flat()) addName(index, foldCountry(text), code)
    }
  }
  return index
}

// The two lists prefer different names: one has `Spojené státy americké`, the other `Spojené státy`.
function readNames(language: string): Names {
  const { countries }: { countries: Names } = require(`i18n-iso-countries/langs/${language}.json`)
  const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const entries = Object.entries(countries).map(([code, texts]) => [code, [texts, display.of(code) ?? []].flat()])
  return Object.fromEntries(entries)
}

// A word that means two countries in two languages is certain in none.
function addName(index: Index, folded: string, code: string): void {
  const before = index.get(folded)
  if (before === undefined) index.set(folded, code)
  else if (before !== code) index.set(folded, null)
}
