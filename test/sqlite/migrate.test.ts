import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqliteStore } from '../../src/sqlite/open.ts'
import { openTestStore } from '../support/store.ts'

async function setup() {
  const opened = await openTestStore()
  const raw = new SqliteClient(opened.file)
  onTestFinished(async () => {
    raw.close()
    await opened.close()
  })
  return { ...opened, raw }
}

describe('migrations', () => {
  it('are applied once, by whoever opens the file first', async () => {
    const { file, newId, another } = await setup()
    const said: string[] = []
    const log = { info: (message: string) => said.push(message), warn: (message: string) => said.push(message) }
    const empty = await openSqliteStore({ file: `${file}-2`, newId, log })
    await empty.close()
    const applied = [...said]
    expect(applied.slice(0, 2)).toEqual(['applied the migration 0000_first', 'applied the migration 0001_guards'])
    const again = await openSqliteStore({ file: `${file}-2`, newId, log })
    await again.close()
    expect(said).toEqual(applied)
    await (await another()).check()
  })

  it('of a newer program are refused, and the file is left as it is', async () => {
    const { store, raw, another } = await setup()
    raw.prepare('INSERT INTO migrations VALUES (?, ?)').run('9999_future', 'x')
    await expect(another()).rejects.toMatchObject({
      code: 'wrong-use',
      message: expect.stringContaining('9999_future'),
    })
    await expect(store.check()).rejects.toMatchObject({ code: 'internal' })
  })
})
