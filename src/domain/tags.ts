/** Tags after some were added and some removed: each once, in order of arrival. */
export function retag(
  tags: readonly string[],
  change: { add: readonly string[]; remove: readonly string[] },
): string[] {
  return [...new Set([...tags, ...change.add])].filter(tag => !change.remove.includes(tag))
}
