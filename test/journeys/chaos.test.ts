import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const PROJECT = join(import.meta.dirname, '..', '..')

/** The whole of it takes an hour: `npm run chaos`. */
test('a few kills, faults at seams and flushes of the queue lose and double nothing', async () => {
  const rig = spawn(process.execPath, [join(PROJECT, 'chaos', 'run.ts'), '--short'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [rig.stdout, rig.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words += text
    })
  }
  const [code] = await once(rig, 'close')
  expect(code, words).toBe(0)
}, 180_000)
