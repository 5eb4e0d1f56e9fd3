/** A path of keys and places in a workflow, from the top. */
export type Path = (string | number)[]

/** A workflow with one thing wrong in it, as data. */
export interface Mistake {
  name: string
  /** What was changed. */
  path: Path
  data: unknown
}

const WRONG_VALUES = [
  null,
  7,
  2.5,
  true,
  '',
  'zzz ???',
  [],
  ['zzz ???'],
  {},
  { zzz: 1 },
  [[1]],
  -1e6,
  1e6,
  'many',
  '50%',
]
const DURATIONS = [
  '3 dayz',
  '5',
  5,
  '0h',
  '400 days',
  '9000 days',
  '-3 days',
  'soon',
  '1 month',
  '1.5h',
  '3 bussiness days',
  'until 9:00',
]
const TIMES = ['24:00', '9:00', '9am', '5 pm', '17.30', '25:61', 'noon', 900, 9, '09:00:00', '2026-02-30', '24.12.2026']
const ZONES = ['Berlin', 'CEST', 'Europe/Praag', '+02:00', 'new york']
const DAYS = ['mo-fri', 'monday to friday', 'weekdays', 'mon-', 'Montag, Mittwoch', 'mon/fri', ['monday'], 5]
const CONDITIONS = [
  ...[
    'lead.scor > 1',
    'lead.score',
    'lead.score = 1',
    'lead.score > "60"',
    'lead.company == Contoso',
    'lead.score > 60 and true',
  ],
  ...[
    '(lead.score > 1',
    'lead.tags == "a"',
    'lead.company.matches("a")',
    'foo(1) == 2',
    '[1][0] == 1',
    '{}',
    '1 / "a" == 2',
    'lead',
  ],
  ...[
    'lead.score > 1.5',
    '"open',
    'x.y.z == 1',
    'lead.nickname == ""',
    'signal.kind == "reply"',
    'null == lead.score',
    '!lead.score',
  ],
  ...[
    '-lead.company == 1',
    'lead.score ? 1 : 2',
    'lead.score in 5',
    'lead.company + 1 == 2',
    'a'.repeat(501),
    'size(1) > 2',
    'has(1)',
  ],
  ...[
    `${'('.repeat(30)}true${')'.repeat(30)}`,
    'lead.tags.map(t, t) == []',
    'lead.score > 99999999999999999999',
    "lead.company == 'a\\q'",
  ],
  ...[
    'lead.tags.exists(a, lead.tags.exists(b, lead.tags.exists(c, a == b && b == c)))',
    'duration("2 weeks") > duration("1h")',
  ],
  ...[
    'lead.company & true',
    'lead.company == “US”',
    'not lead.company',
    'timestamp("x") > inquiry.at',
    'lead.tags',
    'inquiry.at',
    '1',
    'a b',
  ],
  ...[
    'lead.country == "Germany"',
    'inquiry.action == "ins"',
    'lead.status == "opn"',
    'has(lead.company)',
    'attribute.nothing == 1',
    '?',
    '==',
    ')',
  ],
]
const LANGUAGE_KEYS = [
  ...[
    'title',
    'for',
    'again',
    'rank',
    'stop-on',
    'hours',
    'formerly',
    'steps',
    'action',
    'source',
    'offer',
    'if',
    'days',
    'from',
    'to',
    'zone',
  ],
  ...[
    'send',
    'wait',
    'wait-for',
    'choose',
    'split',
    'escalate',
    'task',
    'notify',
    'score',
    'set',
    'tag',
    'start',
    'finish',
    'id',
    'note',
    'expires',
  ],
  ...[
    'up-to',
    'then',
    'otherwise',
    'do',
    'weight',
    'name',
    'because',
    'accept-within',
    'team',
    'due-within',
    'remove',
    'until',
    'offset',
    'zzz',
  ],
]

/** The workflow with each of its values, keys and places changed in every way that people get them wrong. */
export function mistakesIn(workflow: unknown): Mistake[] {
  return pathsIn(workflow).flatMap(path => [
    ...valueMistakes(workflow, path),
    ...(typeof path.at(-1) === 'string' ? keyMistakes(workflow, path) : []),
    ...mapMistakes(workflow, path),
  ])
}

/** The last two keys: the same mistake at another step is no other mistake. */
function inWords(path: Path): string {
  return path
    .filter(part => typeof part === 'string')
    .slice(-2)
    .join('.')
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown>)[part], data)
}

/** A copy with another value at the path; undefined takes the key or entry out. */
export function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return value
  const copy = Array.isArray(data) ? [...data] : { ...(data as object) }
  const holder = copy as Record<string | number, unknown>
  const inner = withValue(holder[part], rest, value)
  if (inner !== undefined) holder[part] = inner
  else if (Array.isArray(copy)) copy.splice(Number(part), 1)
  else delete holder[part]
  return copy
}

/** A copy with another name for the last key of the path; the order stays. */
export function withKey(data: unknown, path: Path, name: string): unknown {
  const above = path.slice(0, -1)
  const renamed = Object.entries(valueAt(data, above) as object).map(([key, value]) => [
    key === path.at(-1) ? name : key,
    value,
  ])
  return withValue(data, above, Object.fromEntries(renamed))
}

function pathsIn(data: unknown, above: Path = []): Path[] {
  if (typeof data !== 'object' || data === null) return [above]
  const keys: Path = Array.isArray(data) ? [...data.keys()] : Object.keys(data)
  const below = keys.flatMap(key => pathsIn((data as Record<string | number, unknown>)[key], [...above, key]))
  return above.length === 0 ? below : [above, ...below]
}

function valueMistakes(workflow: unknown, path: Path): Mistake[] {
  const value = valueAt(workflow, path)
  const values = [
    ...WRONG_VALUES,
    ...valuesFor(path.findLast(part => typeof part === 'string') ?? ''),
    ...(typeof value === 'string' ? [...misspellings(value), [value], value.toUpperCase(), `{{${value}}}`] : []),
    ...(typeof value === 'number' ? [String(value), value + 0.5, `${value}%`] : []),
    ...(Array.isArray(value) && value.length > 0 ? [value[0], [...value, null], value.join(', ')] : []),
  ]
  return values.map(wrong => ({
    name: `${inWords(path)} is ${JSON.stringify(wrong)}`,
    path,
    data: withValue(workflow, path, wrong),
  }))
}

function valuesFor(key: string): readonly unknown[] {
  if (/^(wait|up-to|expires|accept-within|due-within|offset|again)$/.test(key)) return DURATIONS
  if (/^(from|to|until)$/.test(key)) return [...TIMES, ...(key === 'until' ? CONDITIONS : [])]
  if (key === 'zone') return ZONES
  if (key === 'days') return DAYS
  return key === 'if' ? CONDITIONS : []
}

function keyMistakes(workflow: unknown, path: Path): Mistake[] {
  const key = String(path.at(-1))
  const above = path.slice(0, -1)
  const without = withValue(workflow, path, undefined)
  const value = valueAt(workflow, path)
  const renamed = misspellings(key).map(name => ({
    name: `${inWords(path)} is called ${name}`,
    path,
    data: withKey(workflow, path, name),
  }))
  const places = above.length === 0 ? [] : [above.slice(0, -1)]
  const moved = [...places, ...innerMaps(workflow, above)].flatMap(place => {
    const holder = valueAt(without, place)
    if (typeof holder !== 'object' || holder === null) return []
    const entry = Array.isArray(holder) ? holder.length : key
    if (Object.hasOwn(holder, entry)) return []
    const moving = Array.isArray(holder) ? { [key]: value } : value
    return [
      {
        name: `${inWords(path)} stands in ${inWords(place)}`,
        path,
        data: withValue(without, [...place, entry], moving),
      },
    ]
  })
  return [{ name: `${inWords(path)} is missing`, path, data: without }, ...renamed, ...moved]
}

/** Maps one level below the map. */
function innerMaps(workflow: unknown, above: Path): Path[] {
  const inner = Object.entries(valueAt(workflow, above) as object).filter(
    ([, value]) => typeof value === 'object' && value !== null,
  )
  return inner.map(([key]) => [...above, key])
}

function mapMistakes(workflow: unknown, path: Path): Mistake[] {
  const map = valueAt(workflow, path)
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return []
  return LANGUAGE_KEYS.filter(key => !Object.hasOwn(map, key)).map(key => ({
    name: `${inWords(path)} has ${key}`,
    path: [...path, key],
    data: withValue(workflow, [...path, key], 'x'),
  }))
}

/** A letter lost, doubled, changed, and two that changed places. */
function misspellings(word: string): string[] {
  const middle = Math.floor(word.length / 2)
  const [before, after] = [word.slice(0, middle), word.slice(middle)]
  const all = [before + after.slice(1), before + after.charAt(0) + after, `${before}q${after.slice(1)}`]
  const swapped = before.slice(0, -1) + after.charAt(0) + before.slice(-1) + after.slice(1)
  return [...new Set([...all, swapped])].filter(one => one !== word && one !== '')
}
