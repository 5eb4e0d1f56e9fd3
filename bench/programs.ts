import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** One of our own programs, running as a process of its own so that it costs the measured one nothing. */
export interface Program {
  pid: number
  // biome-ignore lint/suspicious/noExplicitAny: what crosses between processes is typed by the caller.
  call(name: string, order?: unknown): Promise<any>
  stop(): Promise<void>
}

type Handlers = Record<string, (order: never) => unknown>

interface Call {
  id: number
  name: string
  order: unknown
}

interface Answer {
  id: number
  value?: unknown
  error?: string
}

/** Starts a file of this folder as a program that serves calls. */
export function startProgram(file: string): Program {
  const child = fork(join(import.meta.dirname, file), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  child.on('message', message => settle(waiting, message as Answer))
  const fail = (error: Error) => {
    for (const call of waiting.values()) call.reject(error)
    waiting.clear()
  }
  child.on('error', fail)
  child.once('exit', code => fail(new Error(`${file} ended with ${code}`)))
  let calls = 0
  return {
    pid: child.pid ?? 0,
    call(name, order) {
      calls += 1
      const answered = Promise.withResolvers<unknown>()
      waiting.set(calls, answered)
      child.send({ id: calls, name, order } satisfies Call)
      return answered.promise
    },
    stop: () => stopped(child),
  }
}

/** Inside such a program: answers calls until the parent is gone. */
export function serveCalls(handlers: Handlers): void {
  process.on('message', async (message: Call) => {
    process.send?.(await answer(handlers, message))
  })
  // Ctrl-C reaches the whole group; the parent ends its programs in order.
  process.on('SIGINT', () => undefined)
  process.on('disconnect', () => process.exit())
}

async function answer(handlers: Handlers, { id, name, order }: Call): Promise<Answer> {
  try {
    const handle = handlers[name]
    if (handle === undefined) throw new Error(`there is no call ${name}`)
    return { id, value: await handle(order as never) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function settle(waiting: Map<number, PromiseWithResolvers<unknown>>, { id, value, error }: Answer): void {
  const call = waiting.get(id)
  waiting.delete(id)
  if (error === undefined) call?.resolve(value)
  else call?.reject(new Error(error))
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
