import SqliteClient from 'better-sqlite3'
import { serveCalls } from '../programs.ts'

export interface FillOrder {
  /** A store that Tend has made, in which one lead sleeps; Tend is stopped. */
  file: string
  /** How many shall sleep in the end, all made like the first. */
  leads: number
}

export interface WakeOrder {
  file: string
  enrollments: number
  dueAt: number
}

type Client = SqliteClient.Database

/** What differs between one copy and the next, as SQL over `n`, the copy's number, and `source`, the first lead's rows. */
type Differences = Record<string, string>

// A process of its own: a statement that runs for a minute must not keep Ctrl-C from being heard.
serveCalls({ fill, wake })

/** Copies every row of the one sleeping lead with names and keys of its own. */
function fill({ file, leads }: FillOrder): void {
  const client = openQuickly(file)
  try {
    const tables = differencesIn(client)
    const indexes = indexesOn(client, Object.keys(tables))
    client.exec('BEGIN IMMEDIATE')
    for (const { name } of indexes) client.exec(`DROP INDEX ${name}`)
    for (const [table, differences] of Object.entries(tables)) copyRows(client, { table, differences, leads })
    // Built at the end they are sorted once, which takes a fraction of the time.
    for (const { sql } of indexes) client.exec(sql)
    client.exec('COMMIT')
    client.pragma('journal_mode = WAL')
  } finally {
    client.close()
  }
}

/** Lets so many of the sleepers fall due at one moment. */
function wake({ file, enrollments, dueAt }: WakeOrder): number {
  const client = new SqliteClient(file)
  try {
    const sleepers = 'SELECT rowid FROM enrollments WHERE due_at > ? ORDER BY due_at LIMIT ?'
    const update = client.prepare(`UPDATE enrollments SET due_at = ? WHERE rowid IN (${sleepers})`)
    return update.run(dueAt, dueAt + 86_400_000, enrollments).changes
  } finally {
    client.close()
  }
}

function openQuickly(file: string): Client {
  const client = new SqliteClient(file)
  client.pragma('journal_mode = OFF')
  client.pragma('synchronous = OFF')
  client.pragma('foreign_keys = OFF')
  client.pragma('cache_size = -262144')
  return client
}

function differencesIn(client: Client): Record<string, Differences> {
  const ids = client
    .prepare(
      `SELECT leads.id AS lead, inquiries.id AS inquiry, inquiries.receipt_id AS receipt, enrollments.id AS enrollment
       FROM enrollments JOIN leads ON leads.id = enrollments.lead_id JOIN inquiries ON inquiries.id = inquiry_id`,
    )
    .get() as Record<'lead' | 'inquiry' | 'receipt' | 'enrollment', string>
  const address = client.prepare('SELECT email FROM leads').pluck().get() as string
  const domain = address.slice(address.indexOf('@') + 1)
  const ownDomain = (text: string) => `replace(${text}, '${domain}', 'sleeper' || n || '.example.com')`
  const own = Object.fromEntries(Object.entries(ids).map(([kind, id]) => [kind, ownId(`'${id}'`)]))
  const { lead = '', inquiry = '', receipt = '', enrollment = '' } = own
  const data = Object.entries(ids).reduce((text, [kind, id]) => `replace(${text}, '${id}', ${own[kind]})`, 'data')
  const key = 'substr(hex(randomblob(11)), 1, 22)'
  const keys = { address_key: key, domain_key: key, phone_key: key, pair_key: key }
  const phone = "'+42060' || (1000000 + n)"
  const texts = { email: ownDomain('email'), search: ownDomain('search'), company: "'Example ' || n", phone }
  return {
    leads: { id: lead, ...keys, ...texts, event_hash: ownHash('event_hash') },
    receipts: {
      id: receipt,
      body: `CAST(${ownDomain('CAST(body AS TEXT)')} AS BLOB)`,
      repeat_key: 'lower(hex(randomblob(32)))',
      lead_id: lead,
      inquiry_id: inquiry,
    },
    inquiries: { id: inquiry, lead_id: lead, receipt_id: receipt },
    // A second apart, so that they do not all lie on one spot of the index.
    enrollments: { id: enrollment, lead_id: lead, inquiry_id: inquiry, due_at: 'due_at + 1000 * n' },
    events: { lead_id: lead, data, hash: ownHash('hash') },
  }
}

/** As long as the one it comes from, and in the order of the numbers. */
function ownId(id: string): string {
  return `substr(${id}, 1, length(${id}) - 8) || printf('%08d', n)`
}

function ownHash(hash: string): string {
  return `substr(${hash}, 1, 35) || printf('%08d', n)`
}

function indexesOn(client: Client, tables: string[]): { name: string; sql: string }[] {
  const all = client
    .prepare("SELECT name, sql, tbl_name AS tableName FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    .all() as { name: string; sql: string; tableName: string }[]
  return all.filter(({ tableName }) => tables.includes(tableName))
}

interface Copying {
  table: string
  differences: Differences
  leads: number
}

function copyRows(client: Client, { table, differences, leads }: Copying): void {
  const columns = (client.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const missing = Object.keys(differences).filter(name => !columns.includes(name))
  if (missing.length > 0) throw new Error(`expected the table ${table} to have ${missing.join(', ')}`)
  const values = columns.map(name => differences[name] ?? name)
  // The source is read into memory first: it must not see its own copies.
  client.exec(`CREATE TEMP TABLE source AS SELECT * FROM ${table}`)
  client.exec(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${leads - 1})
     INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM numbers CROSS JOIN source`,
  )
  client.exec('DROP TABLE temp.source')
}
