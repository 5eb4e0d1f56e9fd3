import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { groupCommit } from '../../src/sqlite/group-commit.ts'
import { setPragmas } from '../../src/sqlite/pragmas.ts'

function setup(options: Parameters<typeof groupCommit>[1] = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tend-group-'))
  const file = join(folder, 'group.db')
  const said: string[] = []
  const client = new SqliteClient(file, { verbose: statement => said.push(String(statement)) })
  setPragmas(client)
  client.pragma('busy_timeout = 0')
  client.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, value TEXT NOT NULL)')
  const witness = new SqliteClient(file)
  const writes = groupCommit(client, options)
  onTestFinished(() => {
    client.close()
    witness.close()
    rmSync(folder, { recursive: true })
  })
  const insert = (id: number, value = 'x') => client.prepare('INSERT INTO rows VALUES (?, ?)').run(id, value)
  const stored = () => witness.prepare('SELECT id FROM rows ORDER BY id').pluck().all()
  const commits = () => said.filter(statement => statement === 'COMMIT').length
  return { client, witness, writes, insert, stored, commits }
}

const range = (length: number) => Array.from({ length }, (_, index) => index)

describe('group commit', () => {
  it('puts the writes of one turn into one transaction, in order', async () => {
    const { writes, insert, stored, commits } = setup()
    const order: number[] = []
    await Promise.all(
      range(50).map(async id => {
        await writes.write(() => insert(id))
        order.push(id)
      }),
    )
    expect(order).toEqual(range(50))
    expect(stored()).toEqual(range(50))
    expect(commits()).toBe(1)
  })

  it('bounds a batch and goes on with the rest', async () => {
    const { writes, insert, stored, commits } = setup({ batchMax: 20 })
    await Promise.all(range(50).map(id => writes.write(() => insert(id))))
    expect(stored()).toHaveLength(50)
    expect(commits()).toBe(3)
  })

  it('lets one bad write fail alone, with everything it did', async () => {
    const { writes, insert, stored } = setup()
    const results = await Promise.allSettled([
      writes.write(() => insert(1)),
      writes.write(() => {
        insert(2)
        insert(1)
      }),
      writes.write(() => {
        insert(3)
        throw new Error('a decision')
      }),
      writes.write(() => insert(4)),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
    expect(results[2]).toMatchObject({ reason: { message: 'a decision' } })
    expect(stored()).toEqual([1, 4])
  })

  it('resolves with what the work returned, only after everybody else can see it', async () => {
    const { writes, insert, stored } = setup()
    let seenInside: unknown[] | null = null
    const written = writes.write(() => {
      insert(1)
      seenInside = stored()
      return 'done'
    })
    const seenAfter = written.then(value => [value, stored()])
    expect(await seenAfter).toEqual(['done', [1]])
    expect(seenInside).toEqual([])
  })
})

describe('group commit when the machine fails', () => {
  it('calls nothing of the batch durable when the disk is full, and works again when there is room', async () => {
    const { client, writes, insert, stored } = setup()
    await writes.write(() => insert(0))
    client.pragma(`max_page_count = ${client.pragma('page_count', { simple: true })}`)
    const results = await Promise.allSettled([1, 2, 3].map(id => writes.write(() => insert(id, 'x'.repeat(id * 9000)))))
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not-durable' } })
      expect(result).toMatchObject({ reason: { message: expect.stringContaining('SQLITE_FULL') } })
    }
    expect(stored()).toEqual([0])
    client.pragma('max_page_count = 1000000')
    await writes.write(() => insert(4))
    expect(stored()).toEqual([0, 4])
  })

  it('waits for another writer without blocking, then goes on', async () => {
    let locked = 0
    const waits = { lockedTries: 1000, lockedDelayMs: 1, onLocked: () => (locked += 1) }
    const { witness, writes, insert, stored } = setup(waits)
    witness.exec('BEGIN IMMEDIATE')
    const written = writes.write(() => insert(1))
    const later = writes.write(() => insert(2))
    while (locked === 0) await new Promise(resolve => setImmediate(resolve))
    witness.exec('COMMIT')
    await Promise.all([written, later])
    expect(stored()).toEqual([1, 2])
    expect(locked).toBe(1)
  })

  it('gives up on a file that stays locked', async () => {
    const { witness, writes, insert, stored } = setup({ lockedTries: 3, lockedDelayMs: 1 })
    witness.exec('BEGIN IMMEDIATE')
    await expect(writes.write(() => insert(1))).rejects.toMatchObject({ code: 'not-durable' })
    witness.exec('COMMIT')
    await writes.write(() => insert(2))
    expect(stored()).toEqual([2])
  })

  it('finishes what it took before it ends, and takes nothing more', async () => {
    const { writes, insert, stored } = setup({ batchMax: 2 })
    const taken = range(5).map(id => writes.write(() => insert(id)))
    await writes.end()
    expect(stored()).toHaveLength(5)
    await Promise.all(taken)
    await expect(writes.write(() => insert(9))).rejects.toMatchObject({ code: 'not-durable' })
    await writes.end()
  })
})
