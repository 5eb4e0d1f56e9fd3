const AFTER_START_MS = 3_000

/**
 * Once the start is over, hands back the memory that only the start needed: V8 keeps its young heap as wide as it once was. It
 * takes a tenth of a second, so it is done once. Without --expose-gc (`bin/tend` gives it) nothing happens.
 */
export function giveBackStartMemory(): void {
  const timer = setTimeout(
    () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
    AFTER_START_MS,
  )
  timer.unref()
}
