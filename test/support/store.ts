import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { v7 } from 'uuid'
import type { NewId, Store } from '../../src/engine/ports.ts'
import { openSqliteStore } from '../../src/sqlite/open.ts'

/** Ids as in production: they name their kind, sort by time and never collide. */
const newTestId: NewId = kind => `${kind}_${v7()}`

export interface TestStore {
  store: Store
  file: string
  newId: NewId
  /** A second opener of the same file, as another process would be. */
  another(): Promise<Store>
  /** A copy of the file as it is now, as a disk snapshot would take it. */
  copy(): Promise<string>
  /** Closes every opener and puts the copy in the place of the file. */
  putBack(copy: string, how?: { withoutEpoch: boolean }): Promise<Store>
  /** Closes every opener and deletes the file. */
  close(): Promise<void>
}

/** A fresh store in a temporary file of its own. */
export async function openTestStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'tend-store-'))
  const file = join(folder, 'tend.db')
  const opened: Store[] = []
  const another = async (): Promise<Store> => {
    const store = await openSqliteStore({ file, newId: newTestId })
    opened.push(store)
    return store
  }
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close()
  }
  return {
    store: await another(),
    file,
    newId: newTestId,
    another,
    async copy() {
      const source = new Database(file, { readonly: true })
      await source.backup(`${file}.copy`)
      source.close()
      return `${file}.copy`
    },
    async putBack(copy, { withoutEpoch } = { withoutEpoch: false }) {
      await closeAll()
      for (const side of ['-wal', '-shm', ...(withoutEpoch ? ['.epoch'] : [])]) await rm(file + side, { force: true })
      await rename(copy, file)
      return another()
    },
    async close() {
      await closeAll()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
