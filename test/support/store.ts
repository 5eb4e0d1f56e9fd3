import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  return {
    store: await another(),
    file,
    newId: newTestId,
    another,
    async close() {
      for (const store of opened) await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
