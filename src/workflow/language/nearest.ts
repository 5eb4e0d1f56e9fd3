import { present } from '../../domain/present.ts'

/** What people write who come from other tools, or from German, and what it is called here. */
const OTHER_WORDS = new Map(
  Object.entries({
    send: ['mail', 'email', 'letter', 'sende', 'senden'],
    wait: ['delay', 'sleep', 'pause', 'warte', 'warten'],
    'wait-for': ['await', 'listen'],
    choose: ['branch', 'switch', 'condition'],
    split: ['ab-test', 'abtest', 'test'],
    escalate: ['handover', 'hand-over', 'handoff', 'assign'],
    notify: ['inform', 'alert', 'tell'],
    score: ['points', 'point', 'rate'],
    set: ['attribute', 'attributes', 'update'],
    task: ['call', 'todo'],
    tag: ['untag', 'remove', 'label'],
    start: ['goto', 'enroll'],
    finish: ['end', 'stop', 'exit', 'ende'],
    otherwise: ['else', 'default', 'sonst'],
    do: ['then', 'steps'],
    because: ['reason', 'why'],
    'due-within': ['due', 'deadline'],
    'up-to': ['timeout', 'within'],
    offset: ['before', 'after'],
    weight: ['percent', 'share'],
    rank: ['priority'],
    for: ['trigger', 'fuer', 'für'],
    if: ['when'],
    steps: ['schritte'],
    zone: ['timezone'],
    'per offer': ['once'],
    none: ['off', 'no', 'false'],
    reply: ['replied', 'replies'],
    click: ['clicked'],
    purchase: ['bought', 'purchased'],
  })
    .map(([name, words]) => [name, words] as const)
    .flatMap(([name, words]) => words.map(word => [word, [name]] as const)),
)

/** The candidate that another tool, or another language, calls by this word; null when none does. */
export function meantWord(word: string, candidates: readonly string[]): string | null {
  return OTHER_WORDS.get(word.toLowerCase())?.find(one => candidates.includes(one)) ?? null
}

/** The candidate that a mistyped word most likely means, or null when none is close. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > 80) return null
  const meant = meantWord(word, candidates)
  if (meant !== null) return meant
  const allowed = Math.max(1, Math.floor(word.length / 3))
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** A hint for a word that is not known: the nearest one, else the list of those that are; `none` where there are none at all. */
export function hintFor(word: string, candidates: readonly string[], none = 'Take it out.'): string {
  const close = nearest(word, candidates)
  if (close !== null) return `Did you mean \`${close}\`?`
  if (candidates.length === 0) return none
  const shown = candidates.slice(0, 20).map(candidate => `\`${candidate}\``)
  return `Known: ${shown.join(', ')}${candidates.length > 20 ? ', …' : ''}.`
}

/** Levenshtein distance in which two letters that changed places count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    let [diagonal, left] = [i - 1, i]
    const next = [left]
    for (const [j, above] of row.slice(1).entries()) {
      const changed = Math.min(diagonal + Number(a[i - 1] !== b[j]), above + 1, left + 1)
      const isSwapped = a[i - 1] === b[j - 1] && a[i - 2] === b[j]
      const swapped = isSwapped ? before[j - 1] : undefined
      left = swapped === undefined ? changed : Math.min(changed, swapped + 1)
      diagonal = above
      next.push(left)
    }
    before = row
    row = next
  }
  return present(row.at(-1), 'a last cell')
}
