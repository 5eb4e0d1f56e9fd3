/** Runs work one after another for the same key, side by side for different keys. */
export type TakeTurns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/**
 * Many changes to one lead at the same moment would each be decided on a world that the others are changing. Turns
 * within this process spare the retries; between processes the lead's revision decides.
 */
export function createTurns(): TakeTurns {
  const lanes = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const before = lanes.get(key)
    const mine = before === undefined ? work() : before.then(work, work)
    lanes.set(key, mine)
    try {
      return await mine
    } finally {
      if (lanes.get(key) === mine) lanes.delete(key)
    }
  }
}
