/** A fixed number of places, and one more for what is urgent; who comes late waits in line, the urgent ones in front. */
export interface Slots {
  /** Null when closed; else what gives the place back. */
  take(isUrgent: boolean): Promise<(() => void) | null>
  /** Turns those in line away; resolves when every place is back. */
  close(): Promise<void>
}

type Waiting = (giveBack: (() => void) | null) => void

export function createSlots(size: number): Slots {
  const lines: Record<'urgent' | 'plain', Waiting[]> = { urgent: [], plain: [] }
  const taken = { urgent: 0, plain: 0 }
  const onEmpty: (() => void)[] = []
  let isClosed = false

  function admit(): void {
    while (lines.urgent.length > 0 && taken.urgent + taken.plain <= size) grant('urgent')
    while (lines.plain.length > 0 && taken.plain < size && taken.urgent + taken.plain <= size) grant('plain')
  }

  function grant(kind: keyof typeof lines): void {
    taken[kind] += 1
    lines[kind].shift()?.(() => {
      taken[kind] -= 1
      admit()
      if (taken.urgent + taken.plain === 0) for (const tell of onEmpty.splice(0)) tell()
    })
  }

  return {
    take(isUrgent) {
      if (isClosed) return Promise.resolve(null)
      return new Promise(resolve => {
        lines[isUrgent ? 'urgent' : 'plain'].push(resolve)
        admit()
      })
    },
    close() {
      isClosed = true
      for (const turnAway of [...lines.urgent.splice(0), ...lines.plain.splice(0)]) turnAway(null)
      return taken.urgent + taken.plain === 0 ? Promise.resolve() : new Promise(resolve => onEmpty.push(resolve))
    },
  }
}
