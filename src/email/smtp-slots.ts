/** A fixed number of places; who comes late waits in line. */
export interface Slots {
  /** True with a place, which must be given back; false when closed. */
  take(): Promise<boolean>
  giveBack(): void
  /** Turns those in line away; resolves when every place is back. */
  close(): Promise<void>
}

export function createSlots(size: number): Slots {
  const line: ((hasPlace: boolean) => void)[] = []
  const onEmpty: (() => void)[] = []
  let taken = 0
  let isClosed = false

  return {
    take() {
      if (isClosed) return Promise.resolve(false)
      if (taken === size) return new Promise(resolve => line.push(resolve))
      taken += 1
      return Promise.resolve(true)
    },
    giveBack() {
      const next = line.shift()
      if (next !== undefined) return next(true)
      taken -= 1
      if (taken === 0) for (const tell of onEmpty.splice(0)) tell()
    },
    close() {
      isClosed = true
      for (const turnAway of line.splice(0)) turnAway(false)
      return taken === 0 ? Promise.resolve() : new Promise(resolve => onEmpty.push(resolve))
    },
  }
}
