/** What people write who come from other tools, or from German, and what it is called here. */
const OTHER_WORDS: Record<string, string[]> = {
  send: ['mail', 'email', 'letter', 'message', 'template', 'sende', 'senden'],
  wait: ['delay', 'sleep', 'pause', 'after', 'warte', 'warten'],
  'wait-for': ['await', 'listen'],
  choose: ['branch', 'switch', 'condition'],
  split: ['ab-test', 'abtest', 'test'],
  escalate: ['handover', 'hand-over', 'handoff', 'assign'],
  notify: ['inform', 'alert', 'tell', 'slack', 'teams'],
  score: ['points', 'point', 'rate'],
  set: ['attribute', 'attributes', 'update'],
  task: ['call', 'todo'],
  remove: ['untag', 'without', 'delete'],
  tag: ['untag', 'remove', 'label'],
  start: ['goto', 'enroll'],
  finish: ['end', 'stop', 'exit', 'ende'],
  'up-to': ['timeout', 'within', 'for', 'max', 'until'],
  // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
  then: ['on-reply', 'on-signal', 'on-success', 'success', 'yes', 'if-yes', 'do', 'steps'],
  otherwise: ['else', 'default', 'sonst', 'on-timeout', 'no', 'if-no'],
  do: ['then', 'steps'],
  because: ['reason', 'why', 'message', 'text', 'comment', 'description'],
  'due-within': ['due', 'deadline', 'within'],
  'accept-within': ['within', 'deadline', 'due', 'due-within', 'timeout', 'sla'],
  team: ['assign-to', 'assignee', 'owner', 'assign'],
  offset: ['before', 'after', 'plus', 'add', 'minus', 'shift'],
  until: ['at', 'time', 'date', 'till'],
  days: ['on', 'day', 'weekday', 'weekdays'],
  weight: ['percent', 'share'],
  rank: ['priority', 'prio', 'order'],
  'stop-on': ['exit-on', 'end-on', 'cancel-on', 'until', 'exit'],
  action: ['event', 'trigger', 'type'],
  again: ['repeat', 'once', 'frequency', 'reentry', 're-entry'],
  for: ['trigger', 'on', 'when', 'entry', 'fuer', 'für'],
  if: ['when'],
  steps: ['schritte'],
  from: ['start', 'begin', 'open', 'since'],
  to: ['until', 'end', 'till', 'close'],
  zone: ['timezone', 'time-zone', 'tz'],
  'per offer': ['once'],
  none: ['off', 'no', 'false'],
  reply: ['replied', 'replies', 'answer', 'answered', 'response', 'responded'],
  click: ['clicked', 'open', 'opened'],
  purchase: ['bought', 'purchased'],
  size: ['length', 'len', 'count'],
  lowerAscii: ['lower', 'toLowerCase', 'lowercase'],
  upperAscii: ['upper', 'toUpperCase', 'uppercase'],
}

const NAMES = new Map<string, string[]>()
for (const [name, words] of Object.entries(OTHER_WORDS))
  for (const word of words) NAMES.set(word.toLowerCase(), [...(NAMES.get(word.toLowerCase()) ?? []), name])

/** The candidate that another tool, or another language, calls by this word; null when none does. */
export function meantWord(word: string, candidates: readonly string[]): string | null {
  return NAMES.get(word.toLowerCase().replaceAll('_', '-'))?.find(one => candidates.includes(one)) ?? null
}
