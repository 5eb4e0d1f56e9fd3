const BESIDE = /^(.*?\S),?\s+(if|because|expires|up-to|team|accept-within|due-within|id):?\s+(\S.*)$/

/** `tips/first, if: lead.score > 5`: what stands on one line and wants two; null for one key alone. */
export function twoLines(key: string, written: string): string | null {
  const [, value, other, more] = BESIDE.exec(written.trim()) ?? []
  return value === undefined || /[\n`]/.test(written)
    ? null
    : `Write each key on a line of its own: \`${key}: ${value.slice(0, 60)}\`, and below it \`${other}: ${String(more).slice(0, 60)}\`.`
}
