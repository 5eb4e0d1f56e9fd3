import Database from 'better-sqlite3'
import type { Config } from '../../config.ts'
import type { Store } from '../../engine/ports.ts'
import { newId } from '../../new-id.ts'
import { isMigrated } from '../../sqlite/migrate.ts'
import { openSqliteStore } from '../../sqlite/open.ts'
import { systemClock } from '../../system-clock.ts'
import { counted } from '../print.ts'
import { hasDatabase } from './examine-machine.ts'
import { causeWords, type Finding, fail, ok, warn } from './finding.ts'

const LATE_SECONDS = 60
/** A row from further in the future than this was written by a clock that was wrong, or this one is. */
const CLOCK_SLACK_MS = 5 * 60_000

/** Opens the database and asks what needs a person. `deep` reads every page and verifies every timeline. */
export async function examineDatabase(config: Config, deep: boolean): Promise<Finding[]> {
  if (!hasDatabase(config)) {
    return [
      warn(
        'database',
        `there is none at ${config.databaseUrl} yet`,
        'The first `tend up` makes it; or set TEND_DATA as the product has it.',
      ),
    ]
  }
  try {
    const pending = examineFile(config.databaseUrl, deep)
    if (pending !== null) return [pending]
    return await examineRows(config.databaseUrl, deep)
  } catch (error) {
    return [
      fail(
        'database',
        `${config.databaseUrl}: ${causeWords(error)}`,
        'Free what holds it, or restore a backup with `tend restore`.',
      ),
    ]
  }
}

/** What is wrong with the file itself; null when nothing is. */
function examineFile(file: string, deep: boolean): Finding | null {
  const database = new Database(file, { readonly: true })
  try {
    if (!isMigrated(database))
      return warn('database', `${file} has an older schema`, 'Run `tend backup` and then `tend migrate`.')
    if (!deep) return null
    const found = database.pragma('integrity_check', { simple: true })
    return found === 'ok'
      ? null
      : fail('database', `${file} is damaged: ${String(found)}`, 'Restore a backup with `tend restore`.')
  } finally {
    database.close()
  }
}

async function examineRows(file: string, deep: boolean): Promise<Finding[]> {
  const store = await openSqliteStore({ file, newId })
  try {
    // Reads back synchronous=FULL and the other settings that durability rests on, and writes once.
    await store.check()
    const findings = [
      ok('database', `${file} opens, has the newest schema and writes through to the disk (synchronous=FULL)`),
    ]
    findings.push(...(await examineNewest(store)), ...(await examineStats(store)), ...(await examineAlerts(store)))
    return deep ? [...findings, await examineChains(store)] : findings
  } finally {
    await store.close()
  }
}

async function examineNewest(store: Store): Promise<Finding[]> {
  const newest = (await store.receipts.list({}, { limit: 1, cursor: null })).items[0]
  if (newest === undefined || newest.receivedAt <= systemClock.now() + CLOCK_SLACK_MS) return []
  const words = `the newest delivery is of ${new Date(newest.receivedAt).toISOString()}, which lies in the future`
  return [fail('clock', words, 'Set the clock of the machine, best by NTP: every due time hangs on it.')]
}

async function examineStats(store: Store): Promise<Finding[]> {
  const { dueNow, oldestDueSeconds, late24h, receipts, messages } = await store.stats(systemClock.now())
  const findings: Finding[] = []
  if (oldestDueSeconds > LATE_SECONDS) {
    const words = `${counted(dueNow, 'row')} due, the oldest since ${oldestDueSeconds} seconds`
    findings.push(warn('work', words, 'Start `tend up` (or `tend worker`): nothing leaves without it.'))
  } else findings.push(ok('work', 'nothing is late'))
  if (late24h > 0) {
    findings.push(
      warn(
        'first touch',
        `${counted(late24h, 'lead')} heard from us later than promised, or not yet`,
        'See them on the dashboard.',
      ),
    )
  }
  const { quarantined = 0 } = receipts
  if (quarantined > 0) {
    findings.push(
      warn(
        'receipts',
        `${counted(quarantined, 'delivery', 'deliveries')} could not be understood`,
        'tend receipts list --status quarantined',
      ),
    )
  }
  for (const status of ['uncertain', 'held', 'failed'] as const) {
    const count = messages[status] ?? 0
    if (count > 0)
      findings.push(warn('mail', `${counted(count, 'mail')} ${status}`, `tend messages list --status ${status}`))
  }
  return findings
}

async function examineAlerts(store: Store): Promise<Finding[]> {
  const alerts = await store.alerts.open()
  return alerts.map(({ message, nextAction }) => warn('alert', message, nextAction))
}

async function examineChains(store: Store): Promise<Finding> {
  const { leads, events, broken } = await store.verifyChains()
  const all = `${counted(events, 'event')} of ${counted(leads, 'lead')}`
  if (broken.length === 0) return ok('timelines', `all ${all} verify`)
  const first = broken.slice(0, 5).map(({ leadId, seq }) => `${leadId} from event ${seq}`)
  return fail(
    'timelines',
    `${broken.length} of ${all} were changed: ${first.join(', ')}`,
    'Compare with a backup: somebody wrote into the database.',
  )
}
