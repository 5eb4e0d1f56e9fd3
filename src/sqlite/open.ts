import type { NewId, Store } from '../engine/ports.ts'
import { alarmStore } from './alarms.ts'
import { alertStore } from './alerts.ts'
import { ceilingSetter } from './ceiling.ts'
import { connect } from './connect.ts'
import type { Database, StoreLog } from './database.ts'
import { endpointStore } from './endpoints.ts'
import { epochKeeper } from './epoch.ts'
import { escalationStore } from './escalations.ts'
import { broken } from './failures.ts'
import { fingerprinter } from './fingerprint.ts'
import { openDrizzle } from './flat-session.ts'
import { groupCommit } from './group-commit.ts'
import { inboundStore } from './inbound.ts'
import { leadStore } from './leads.ts'
import { messageStore } from './messages.ts'
import { isMigrated } from './migrate.ts'
import { assertPragmas, stopBlocking } from './pragmas.ts'
import { receiptStore } from './receipts.ts'
import { shredder } from './shred.ts'
import { statsReader } from './stats.ts'
import { suppressionStore } from './suppressions.ts'
import { timeline } from './timeline.ts'
import { chainVerifier } from './verify.ts'
import { workflowStore } from './workflows.ts'

const SILENT: StoreLog = { info: () => {}, warn: () => {} }

interface OpenOptions {
  /** Path of the database file; its folder must exist. */
  file: string
  newId: NewId
  log?: StoreLog
}

/**
 * Opens the file, brings it to the newest schema and makes sure that what it acknowledges survives a power cut.
 * Throws `wrong-use` for a file of a newer Tend and `not-durable` when the file cannot be written.
 */
export async function openSqliteStore({ file, newId, log = SILENT }: OpenOptions): Promise<Store> {
  const client = connect(file, log)
  try {
    const writes = groupCommit(client, { onLocked: () => log.warn(`another program holds ${file}: waiting for it`) })
    const db = openDrizzle(client)
    shredder({ client, log }).atStart()
    const store = assemble({ file, client, db, writes, newId, log })
    stopBlocking(client)
    return store
  } catch (error) {
    client.close()
    throw error
  }
}

function assemble(database: Database): Store {
  const { client, writes } = database
  const events = timeline(database)
  const epoch = epochKeeper(database, events)
  const stats = statsReader(database)
  return {
    receipts: receiptStore(database),
    leads: leadStore(database, events),
    messages: messageStore(database, events, epoch),
    alarms: alarmStore(database),
    workflows: workflowStore(database),
    endpoints: endpointStore(database),
    escalations: escalationStore(database),
    inbound: inboundStore(database),
    suppressions: suppressionStore(database),
    alerts: alertStore(database),
    epoch,
    setCeiling: ceilingSetter(database),
    fingerprint: fingerprinter(client),
    stats: async now => stats(now),
    verifyChains: chainVerifier(database),
    check: () => check(database),
    async close() {
      await writes.end()
      if (!client.open) return
      client.pragma('wal_checkpoint(TRUNCATE)')
      client.close()
    },
  }
}

async function check({ client, writes }: Database): Promise<void> {
  assertPragmas(client)
  if (!isMigrated(client)) throw broken('Expected the database to have the migrations of this program and no others.')
  await writes.write(() => client.exec('UPDATE meta SET value = value'))
}
