export type FieldBlock = Map<string, string>

const BLOCKS_MAX = 200

/** Blocks of `Name: value` lines, divided by empty lines, as in message/delivery-status (RFC 3464 section 2.1). */
export function fieldBlocks(text: string): FieldBlock[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+(?=\S)/g, ' ')
  return unfolded
    .split(/\n[ \t]*\n/, BLOCKS_MAX)
    .map(readBlock)
    .filter(block => block.size > 0)
}

/** What stands behind the type: `rfc822; jan@contoso.example` and `smtp; 550 no` both carry one. */
export function withoutType(value: string | undefined): string | null {
  if (value === undefined) return null
  return value.replace(/^\s*[\w.-]{1,40}\s*;\s*/, '').trim() || null
}

function readBlock(text: string): FieldBlock {
  const block: FieldBlock = new Map()
  for (const line of text.split('\n')) {
    const field = /^[>\s]*([A-Za-z][\w-]{1,60})[ \t]*:[ \t]*(.*)$/.exec(line)
    const name = field?.[1]?.toLowerCase()
    if (name !== undefined && !block.has(name)) block.set(name, (field?.[2] ?? '').trim())
  }
  return block
}
