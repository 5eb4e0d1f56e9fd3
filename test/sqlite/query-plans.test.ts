import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTestStore } from '../support/store.ts'

/** Every statement that a store prepares when it opens, with the plan SQLite has for it. */
async function setup() {
  const { file, another, close } = await openTestStore()
  const sources = await preparedBy(another)
  const raw = new SqliteClient(file)
  onTestFinished(async () => {
    raw.close()
    await close()
  })
  const plans = sources.filter(isData).map(source => ({ source, plan: planOf(raw, source) }))
  const planFor = (...parts: string[]) => {
    const found = plans.filter(({ source }) => parts.every(part => source.includes(part)))
    expect(found.length, `statements with ${parts.join(' and ')}`).toBeGreaterThan(0)
    return found.map(({ plan }) => plan).join('\n')
  }
  return { plans, planFor }
}

async function preparedBy(open: () => Promise<unknown>): Promise<string[]> {
  const sources: string[] = []
  const { prepare } = SqliteClient.prototype
  SqliteClient.prototype.prepare = function (this: SqliteClient.Database, source: string) {
    sources.push(source)
    return prepare.call(this, source)
  } as typeof prepare
  try {
    await open()
  } finally {
    SqliteClient.prototype.prepare = prepare
  }
  return sources
}

function isData(source: string): boolean {
  return /^\s*(select|insert|update|delete)/i.test(source)
}

function planOf(raw: SqliteClient.Database, source: string): string {
  const names = [...source.matchAll(/[^:]:(\w+)/g)].map(([, name]) => [name, null])
  const places = (source.match(/\?/g) ?? []).map(() => null)
  const explain = raw.prepare(`EXPLAIN QUERY PLAN ${source}`)
  const rows = names.length > 0 ? explain.all(Object.fromEntries(names)) : explain.all(...places)
  return (rows as { detail: string }[]).map(({ detail }) => detail).join('\n')
}

describe('the plans of the store’s statements', () => {
  it('find due rows by their time, in its order', async () => {
    const { planFor } = await setup()
    for (const table of ['enrollments', 'messages']) {
      const plan = planFor(`from "${table}"`, `"${table}"."due_at" <= +?`, 'order by')
      expect(plan).toContain(`SEARCH ${table} USING INDEX ${table}_due (due_at>? AND due_at<?)`)
      expect(plan).not.toContain('TEMP B-TREE')
    }
  })

  it('claim by id and recover by the end of the lease', async () => {
    const { planFor } = await setup()
    expect(planFor('update "messages"', '"owner" = +?')).toContain(
      'SEARCH messages USING INDEX sqlite_autoindex_messages_1 (id=?)',
    )
    const recover = planFor('"messages"."lease_until" <= +?')
    expect(recover).toContain('SEARCH messages USING INDEX messages_lease (lease_until<?)')
    expect(recover).not.toContain('TEMP B-TREE')
  })

  it('find uncertain mail, which is rare among all mail, newest first', async () => {
    const { planFor } = await setup()
    const plan = planFor('from "messages"', "status = 'uncertain'", 'limit +?')
    expect(plan).toContain('SEARCH messages USING INDEX messages_by_status (status=?)')
    expect(plan).not.toContain('TEMP B-TREE')
  })

  it('look suppressions up by key, whichever of the five it is', async () => {
    const { planFor } = await setup()
    const plan = planFor('from "suppressions"', '"key" in (')
    expect(plan).not.toContain('SCAN')
    expect(plan).toContain('SEARCH suppressions USING INDEX suppressions_key (key=?)')
  })

  it('find a lead by each of its keys, and a repeat by its own', async () => {
    const { planFor } = await setup()
    for (const key of ['address', 'domain', 'phone', 'pair']) {
      expect(planFor(`"leads"."${key}_key" = +?`)).toContain(`INDEX leads_${key}_key (${key}_key=? AND environment=?)`)
    }
    expect(planFor('repeat_key = +?')).toContain('INDEX receipts_repeat_key (repeat_key=? AND received_at>?)')
  })

  it('ask for no bound value, or SQLite would make them anew at each of their uses', async () => {
    const { plans } = await setup()
    const asking = plans.filter(({ source }) => / where .*[=<>] ?\?/.test(source))
    expect(asking).toEqual([])
  })

  it('walk through no big table, except to count it for the statistics', async () => {
    const { plans } = await setup()
    const small = /SCAN (endpoints|endpoint_tokens|workflows|step_maps|alerts|migrations|json_each|\(subquery)/
    const counting = /count\(\*\)/
    const walking = plans.filter(({ source, plan }) => {
      const scans = plan.split('\n').filter(line => line.startsWith('SCAN') && !small.test(line))
      return scans.length > 0 && !counting.test(source)
    })
    expect(walking).toEqual([])
    expect(plans.length).toBeGreaterThan(60)
  })
})
