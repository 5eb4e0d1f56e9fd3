import { TendError } from '../domain/errors.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { Store } from './ports.ts'

/** Versions that are kept in memory; they never change, so a kept one is never stale. */
const MOST_KEPT = 200

/** Reads versions from the store once and remembers them. Throws `internal` for one that the store does not know. */
export function createVersionMemory(store: Pick<Store, 'workflows'>): (hash: string) => Promise<WorkflowVersion> {
  const kept = new Map<string, WorkflowVersion>()
  return async hash => {
    const known = kept.get(hash)
    if (known !== undefined) return known
    const version = await store.workflows.version(hash)
    if (version === null) throw unknownVersion(hash)
    const oldest = kept.size >= MOST_KEPT ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(hash, version)
    return version
  }
}

function unknownVersion(hash: string): TendError {
  return new TendError({
    code: 'internal',
    message: `A lead stands in workflow version ${hash}, which the database does not hold.`,
    nextAction: 'Restore the database from a backup that holds it, and report this: it must not happen.',
  })
}
