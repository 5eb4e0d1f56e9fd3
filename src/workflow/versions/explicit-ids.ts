import { reportOn } from '../language/report-on.ts'
import { readSource } from '../language/source.ts'
import type { SourceNode } from '../language/source-node.ts'
import { isStepVerb } from '../steps/index.ts'

/**
 * The step ids that the author of a workflow text wrote; all others are made from verb and place and move with them.
 * The text has been accepted before, so what is wrong in it is not told again.
 */
export function explicitIds(text: string): Set<string> {
  const { root } = readSource(reportOn('', text))
  const ids = new Set<string>()
  collect(root, ids)
  return ids
}

function collect(node: SourceNode | null, ids: Set<string>): void {
  if (node?.kind === 'list') for (const item of node.items) collect(item, ids)
  if (node?.kind !== 'map') return
  const isStep = node.entries.some(({ key }) => isStepVerb(key))
  for (const { key, value } of node.entries) {
    if (isStep && key === 'id' && value.kind === 'scalar') ids.add(String(value.value))
    // The keys of `set` are attributes, and one of them may be called `id`.
    if (key !== 'set') collect(value, ids)
  }
}
