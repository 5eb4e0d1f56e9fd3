/** Where a condition stands: `for.if`, a step, a scoring rule; `anywhere` allows every field. */
export type ConditionPlace = 'entry' | 'step' | 'scoring' | 'anywhere'

export type FieldType = 'string' | 'int' | 'list<string>' | 'timestamp'

/** Type of a lead attribute, by the values that `set` steps give it. */
export type AttributeType = 'string' | 'int' | 'bool'
export type AttributeTypes = ReadonlyMap<string, AttributeType>

/** Group of the fields that workflows make themselves with `set`. */
export const ATTRIBUTES = 'attribute'

export interface ConditionField {
  type: FieldType
  description: string
}

/** Every field that a condition may read. The order is the order of documentation and completion. */
export const CONDITION_FIELDS: Record<string, Record<string, ConditionField>> = {
  lead: {
    email: { type: 'string', description: 'e-mail address, lower case; empty when none is known' },
    firstName: { type: 'string', description: 'first name' },
    lastName: { type: 'string', description: 'last name' },
    company: { type: 'string', description: 'company' },
    title: { type: 'string', description: 'job title' },
    phone: { type: 'string', description: 'phone number, `+` and digits where certain' },
    country: { type: 'string', description: 'ISO country code of two capital letters; empty when not certain' },
    status: { type: 'string', description: '`open`, `qualified`, `disqualified`, `do-not-contact` or `erased`' },
    score: { type: 'int', description: 'points so far' },
    language: { type: 'string', description: 'language code such as `cs`' },
    zone: { type: 'string', description: 'IANA time zone set for the lead; empty when it follows the country' },
    tags: { type: 'list<string>', description: 'tags of the lead' },
  },
  inquiry: {
    action: {
      type: 'string',
      description: 'action code: `INS`, `PLT`, `DNC`, `Create`, `StartTestDrive`, else as it came',
    },
    source: {
      type: 'string',
      description: '`AzureMarketplace`, `AzurePortal`, `AppSource`, `TestDrive`, else as it came',
    },
    offer: { type: 'string', description: 'offer id, `publisher.offer`' },
    offerTitle: { type: 'string', description: 'title of the offer as it came' },
    intent: { type: 'string', description: '`initial`, `active`, `test drive` or `none`' },
    note: { type: 'string', description: "the customer's own words" },
    campaign: { type: 'string', description: 'campaign named in the description' },
    at: { type: 'timestamp', description: 'when it came' },
  },
  offer: {
    id: { type: 'string', description: 'offer id, `publisher.offer`' },
    title: { type: 'string', description: 'title of the offer in `tend.yaml`' },
  },
  enrollment: {
    mails: { type: 'int', description: 'mails sent in this enrollment' },
    days: { type: 'int', description: 'whole days since this enrollment began' },
    startedAt: { type: 'timestamp', description: 'when this enrollment began' },
  },
  signal: {
    kind: { type: 'string', description: '`reply`, `click`, `bounce`, … or a word of your own' },
  },
}

/** Groups that do not exist everywhere. */
const PLACES: Record<string, { places: readonly ConditionPlace[]; words: string }> = {
  enrollment: {
    places: ['step', 'anywhere'],
    words: 'It exists in the steps of a workflow only: ask it in the `if` of a step.',
  },
  signal: {
    places: ['scoring', 'anywhere'],
    words: 'It exists in scoring rules only. In a workflow wait for a signal: `- wait-for: reply`.',
  },
  [ATTRIBUTES]: {
    places: ['entry', 'step', 'anywhere'],
    words: 'It exists in workflows only: there a step gives points, `- score: 10`.',
  },
}

export const FIELD_GROUPS: readonly string[] = [...Object.keys(CONDITION_FIELDS), ATTRIBUTES]

const BY_NAME: ReadonlyMap<string, ConditionField> = new Map(
  Object.entries(CONDITION_FIELDS).flatMap(([group, fields]) =>
    Object.entries(fields).map(([name, field]) => [`${group}.${name}`, field] as const),
  ),
)

export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()]

/** Null for an unknown field. */
export function fieldOf(group: string, name: string): ConditionField | null {
  return BY_NAME.get(`${group}.${name}`) ?? null
}

/** Where the group has a value, if it has none here: there is no enrollment yet when a workflow is chosen. Null: it has one. */
export function whereInstead(group: string, place: ConditionPlace): string | null {
  const limited = PLACES[group]
  return limited === undefined || limited.places.includes(place) ? null : limited.words
}
