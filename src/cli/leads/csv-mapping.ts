import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { TendError } from '../../domain/errors.ts'
import { hintFor } from '../../workflow/language/nearest.ts'

/** What a column may be read as: the fields of `POST /leads`, a whole name, and when it happened. */
export const IMPORT_FIELDS = [
  'email',
  'firstName',
  'lastName',
  'name',
  'company',
  'title',
  'phone',
  'country',
  'action',
  'source',
  'offer',
  'note',
  'created',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** Column index by field. */
export type Mapping = Partial<Record<ImportField, number>>

/** Folded headers by field, the surest first; Partner Center does not publish its own, so these are its English variants. */
const KNOWN_HEADERS: Record<ImportField, string[]> = {
  email: ['email', 'emailaddress', 'customeremail', 'contactemail', 'leademail', 'mail', 'emailid'],
  firstName: ['firstname', 'first', 'givenname', 'contactfirstname', 'customerfirstname', 'forename'],
  lastName: ['lastname', 'last', 'surname', 'familyname', 'contactlastname', 'customerlastname'],
  name: ['name', 'fullname', 'contactname', 'customercontact', 'leadname', 'contact', 'primarycontact'],
  company: [
    'company',
    'companyname',
    'customername',
    'customercompany',
    'organization',
    'organisation',
    'account',
    'accountname',
    'customer',
  ],
  title: ['title', 'jobtitle', 'contacttitle', 'position', 'role'],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'contactphone',
    'customerphone',
    'businessphone',
    'mobile',
    'mobilephone',
    'tel',
  ],
  country: [
    'country',
    'countryregion',
    'countryorregion',
    'customercountry',
    'customercountryregion',
    'companycountry',
    'region',
    'location',
  ],
  action: ['action', 'actioncode', 'leadaction', 'customeraction', 'actiontype', 'calltoaction'],
  source: ['leadsource', 'source', 'referralsource', 'channel'],
  offer: [
    'offer',
    'offerid',
    'offername',
    'offertitle',
    'offerdisplayname',
    'product',
    'productname',
    'solution',
    'solutionname',
  ],
  note: ['notes', 'note', 'comments', 'comment', 'description', 'message', 'customernotes', 'details'],
  created: [
    'created',
    'createdon',
    'createdat',
    'createddate',
    'createdtime',
    'createddatetime',
    'datecreated',
    'datereceived',
    'received',
    'date',
    'leaddate',
  ],
}

/** Reads the headers as well as can be; each column is used once. */
export function guessMapping(headers: string[]): Mapping {
  const folded = headers.map(fold)
  const mapping: Mapping = {}
  for (const field of IMPORT_FIELDS) {
    const known = KNOWN_HEADERS[field].map(header => folded.indexOf(header))
    const column = known.find(index => index >= 0 && !Object.values(mapping).includes(index))
    if (column !== undefined) mapping[field] = column
  }
  // With both parts there, a column of whole names says nothing more.
  if (mapping.firstName !== undefined && mapping.lastName !== undefined) delete mapping.name
  return mapping
}

/**
 * The guess, corrected by what the user says: `first=Given,email=Mail`, or a YAML file with one `field: header` a line.
 * Throws `wrong-use` for a field or a header that is not known, with the nearest.
 */
export function correctMapping(guess: Mapping, given: string, headers: string[]): Mapping {
  const mapping = { ...guess }
  for (const [field, header] of Object.entries(readGiven(given))) {
    const column = columnOf(header, headers)
    for (const other of IMPORT_FIELDS) if (mapping[other] === column) delete mapping[other]
    mapping[fieldOf(field)] = column
  }
  return mapping
}

/** Headers that nothing is read from. */
export function unusedHeaders(mapping: Mapping, headers: string[]): string[] {
  const used = Object.values(mapping)
  return headers.filter((_, index) => !used.includes(index))
}

function readGiven(given: string): Record<string, string> {
  if (/\.ya?ml$/.test(given) || existsSync(given)) return readMappingFile(given)
  const pairs = given.split(',').map(pair => /^([^=]+)=(.+)$/.exec(pair)?.slice(1) ?? [])
  return Object.fromEntries(
    pairs.map(([field, header]) => {
      if (field === undefined || header === undefined) throw badMapping(`\`${given}\``)
      return [field.trim(), header.trim()]
    }),
  )
}

function readMappingFile(path: string): Record<string, string> {
  try {
    const read: unknown = parse(readFileSync(path, 'utf8'))
    if (typeof read === 'object' && read !== null && Object.values(read).every(header => typeof header === 'string')) {
      return read as Record<string, string>
    }
  } catch (cause) {
    throw badMapping(
      `${path}, which cannot be read (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown reason'})`,
    )
  }
  throw badMapping(path)
}

function fieldOf(word: string): ImportField {
  const folded = fold(word)
  const field = IMPORT_FIELDS.find(known => known.toLowerCase() === folded || KNOWN_HEADERS[known].includes(folded))
  if (field !== undefined) return field
  throw new TendError({
    code: 'wrong-use',
    message: `\`${word}\` in --map is no field of a lead.`,
    nextAction: hintFor(word, IMPORT_FIELDS),
  })
}

function columnOf(header: string, headers: string[]): number {
  const column = headers.findIndex(known => fold(known) === fold(header))
  if (column >= 0) return column
  throw new TendError({
    code: 'wrong-use',
    message: `The file has no column \`${header}\`, which --map names.`,
    nextAction: hintFor(header, headers, 'It has no columns at all.'),
  })
}

function badMapping(came: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected --map as field=header,… or a YAML file, came ${came}.`,
    nextAction: 'For example --map firstName=Given,email="Work mail", or a file with lines such as `email: Work mail`.',
  })
}

function fold(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
