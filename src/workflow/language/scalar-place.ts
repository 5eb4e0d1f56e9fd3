import type { ScalarNode } from './source-node.ts'

/**
 * Offset in the file of character `index` of a scalar's value: walks value and raw text side by side, past quotes,
 * escapes and folded lines. Falls back to the start of the scalar where the two cannot be matched.
 */
export function offsetInScalar(text: string, node: ScalarNode, index: number): number {
  if (typeof node.value !== 'string') return node.start
  let raw = firstCharacter(text, node)
  let at = 0
  while (at < index && raw < node.end) {
    const step = stepOver(text, raw, { value: node.value.charAt(at), style: node.style })
    if (step === null) return node.start
    raw += step.raw
    at += step.value
  }
  return at === index ? skipIndent(text, raw, node) : node.start
}

function firstCharacter(text: string, node: ScalarNode): number {
  if (node.style === 'plain') return node.start
  if (node.style !== 'block') return node.start + 1
  const newline = text.indexOf('\n', node.start)
  return newline < 0 ? node.end : newline + 1
}

function stepOver(text: string, raw: number, to: { value: string; style: ScalarNode['style'] }) {
  const character = text.charAt(raw)
  const folded = character === '\\' && /[\r\n]/.test(text.charAt(raw + 1))
  if (folded && to.style === 'double') return { raw: 2, value: 0 }
  if (character === '\\' && to.style === 'double') return { raw: escapeLength(text.charAt(raw + 1)), value: 1 }
  if (character === "'" && to.style === 'single') return { raw: 2, value: 1 }
  if (character === to.value) return { raw: 1, value: 1 }
  if (/\s/.test(character)) return { raw: 1, value: 0 }
  return /\s/.test(to.value) ? { raw: 0, value: 1 } : null
}

function escapeLength(letter: string): number {
  const digits = { x: 2, u: 4, U: 8 }[letter] ?? 0
  return 2 + digits
}

/** At the start of a folded line the value's character stands after the indentation. */
function skipIndent(text: string, raw: number, node: ScalarNode): number {
  const multiline = text.slice(node.start, node.end).includes('\n')
  const rest = text.slice(raw, node.end).trimStart()
  return multiline && rest !== '' ? node.end - rest.length : raw
}
