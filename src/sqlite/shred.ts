import type { Database } from './database.ts'

/** Up to this size the file is rewritten at once, which takes well under a second; a larger one at the next start. */
const AT_ONCE_BYTES = 64 * 1024 * 1024
const FLAG = 'shred-due'

export interface Shredder {
  /** Notes that the file holds deleted text; only inside the write that deletes it. */
  mark(): void
  /** Gets rid of it, if the file is small enough to do so while the product runs. */
  afterErasure(): void
  /** Gets rid of what an earlier run had to leave. */
  atStart(): void
}

/**
 * Makes deleted text unreadable in the file itself. `secure_delete` blanks a deleted row, but when pages split SQLite
 * leaves stale copies of living rows behind, which it never blanks: only rewriting the file is sure.
 */
export function shredder({ client, log }: Pick<Database, 'client' | 'log'>): Shredder {
  const mark = client.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
  const isDue = client.prepare('SELECT 1 FROM meta WHERE name = ?')
  const done = client.prepare('DELETE FROM meta WHERE name = ?')

  function shred(mostBytes: number): void {
    const mayRewrite = isDue.get(FLAG) !== undefined && sizeOf() <= mostBytes
    if (mayRewrite) client.exec('VACUUM')
    // The write-ahead log still holds pages as they were before, and a reader elsewhere may still need them.
    const [{ busy } = { busy: 1 }] = client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (mayRewrite && busy === 0) done.run(FLAG)
  }

  function sizeOf(): number {
    return Number(client.pragma('page_count', { simple: true })) * Number(client.pragma('page_size', { simple: true }))
  }

  // The erasure itself is committed: what is left to do is noted in the file and done at the next chance.
  function tryTo(shredUpTo: number): void {
    try {
      shred(shredUpTo)
    } catch (error) {
      log.warn(`the file still holds deleted text, to be removed at the next start: ${String(error)}`)
    }
  }

  return {
    mark: () => void mark.run(FLAG, '1'),
    afterErasure: () => tryTo(AT_ONCE_BYTES),
    atStart() {
      if (isDue.get(FLAG) !== undefined) tryTo(Number.POSITIVE_INFINITY)
    },
  }
}
