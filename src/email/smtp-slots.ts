/** A fixed number of places, and one more for what is urgent; who comes late waits in line, the urgent ones in front. */
export interface Slots {
  /** Null when closed; else what gives the place back. */
  take(isUrgent: boolean): Promise<(() => void) | null>
  /** Turns those in line away; resolves when every place is back. */
  close(): Promise<void>
}

const URGENT_PLACES = 1

export function createSlots(size: number): Slots {
  const plain = createLine(size)
  const urgent = createLine(URGENT_PLACES)
  return {
    take: isUrgent => (isUrgent && !plain.hasRoom() ? urgent : plain).take(),
    async close() {
      await Promise.all([plain.close(), urgent.close()])
    },
  }
}

function createLine(size: number) {
  const line: ((giveBack: (() => void) | null) => void)[] = []
  const onEmpty: (() => void)[] = []
  let taken = 0
  let isClosed = false

  function giveBack(): void {
    const next = line.shift()
    if (next !== undefined) return next(giveBack)
    taken -= 1
    if (taken === 0) for (const tell of onEmpty.splice(0)) tell()
  }

  return {
    hasRoom: () => taken < size,
    take(): Promise<(() => void) | null> {
      if (isClosed) return Promise.resolve(null)
      if (taken === size) return new Promise(resolve => line.push(resolve))
      taken += 1
      return Promise.resolve(giveBack)
    },
    close(): Promise<void> {
      isClosed = true
      for (const turnAway of line.splice(0)) turnAway(null)
      return taken === 0 ? Promise.resolve() : new Promise(resolve => onEmpty.push(resolve))
    },
  }
}
