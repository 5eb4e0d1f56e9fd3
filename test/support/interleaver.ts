import { setImmediate as nextTurn } from 'node:timers/promises'

/** Lets work of several processes take turns at every door, in an order that a seed decides. */
export interface Interleaver {
  /** Waits until it is this process's turn; for ever once the process is dead. */
  pass(process: number): Promise<void>
  /** Runs work that has been let through; nothing else moves until it rests. */
  inside<T>(process: number, work: () => Promise<T>): Promise<T>
  /** Starts a task; what it throws is kept for the end. */
  start(task: () => Promise<unknown>): void
  /** Lets one waiting piece of work go on; false when none waits. */
  step(): Promise<boolean>
  kill(process: number): void
  faults(): unknown[]
}

interface Waiting {
  process: number
  go(): void
}

export function createInterleaver(random: () => number): Interleaver {
  const dead = new Set<number>()
  const faults: unknown[] = []
  let waiting: Waiting[] = []
  let under = 0

  async function rest(): Promise<void> {
    do await nextTurn()
    while (under > 0)
    await nextTurn()
  }

  return {
    pass: process =>
      new Promise(resolve => {
        if (!dead.has(process)) waiting.push({ process, go: resolve })
      }),
    async inside(process, work) {
      under += 1
      try {
        return await work()
      } finally {
        under -= 1
        // What a dead process has under way reaches the disk, and nobody hears of it.
        if (dead.has(process)) await new Promise(() => {})
      }
    },
    start(task) {
      task().catch((fault: unknown) => faults.push(fault))
    },
    async step() {
      await rest()
      const next = waiting.splice(Math.floor(random() * waiting.length), 1)[0]
      if (next === undefined) return false
      next.go()
      await rest()
      return true
    },
    kill(process) {
      dead.add(process)
      waiting = waiting.filter(one => one.process !== process)
    },
    faults: () => faults,
  }
}

/** Everything behind the doors of `target` waits for its turn first, and tells of its end only at another turn. */
export function withDoors<T extends object>(target: T, doors: { process: number; interleaver: Interleaver }): T {
  const { process, interleaver } = doors
  return new Proxy(target, {
    get(owner, name) {
      const member: unknown = Reflect.get(owner, name)
      if (typeof member === 'object' && member !== null) return withDoors(member, doors)
      if (typeof member !== 'function' || name === 'fingerprint') return member
      return async (...given: unknown[]) => {
        await interleaver.pass(process)
        const answer = await interleaver.inside(process, async () => member.apply(owner, given))
        await interleaver.pass(process)
        return answer
      }
    },
  })
}
