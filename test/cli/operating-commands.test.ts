import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { runTend } from './run-tend.ts'
import { delivery, TEMPLATES, WORKFLOWS } from './sample-files.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

let product: Product

beforeAll(async () => {
  product = await startProduct({ start: '2026-11-20T10:00:00Z', workflows: WORKFLOWS, templates: TEMPLATES })
  await product.deliver(delivery('eva@firma.example'))
  await product.deliver(delivery('silent@firma.example', 'DNC'))
  await product.deliver('not a lead')
  await product.drainDue('2026-11-20T11:00:00Z')
})

afterAll(() => product.close())

function tend(...words: string[]) {
  return runTend(product.folder, words)
}

function file(name: string, text: string): string {
  writeFileSync(join(product.folder, name), text)
  return join(product.folder, name)
}

describe('tend explain', () => {
  it('tells who it is, what was sent and what comes next, in the reader’s local time, while the product runs', async () => {
    const { code, stdout } = await tend('explain', 'EVA@firma.example')
    expect(code).toBe(0)
    expect(stdout).toContain('Eva Nová <eva@firma.example>')
    expect(stdout).toContain('Times below are yours: Europe/Prague')
    expect(stdout).toContain('Sat, 21 Nov 2026, 11:00  installed: wait 24 hours ends, then send installed/follow-up.')
    expect(stdout).toMatch(/Fri, 20 Nov 2026, 11:00 {2}sent {2}Vítejte v Contoso Analytics/)
    expect(stdout).toContain('Workflow installed begins.')
  })

  it('says why nothing comes, as data', async () => {
    const { stdout } = await tend('explain', 'silent@firma.example', '--format', 'json')
    const { lead, contact, timeline } = JSON.parse(stdout)
    expect(lead).toMatchObject({ email: 'silent@firma.example', status: 'do-not-contact', messages: [] })
    expect(contact).toEqual({ may: 'never', because: 'the lead is do-not-contact', until: null })
    expect(timeline.map(({ kind }: { kind: string }) => kind)).toContain('do-not-contact')
  })

  it('finds nobody by a wrong address, and shows who is like it', async () => {
    const { code, stdout, stderr } = await tend('explain', 'eva@other.example')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/Like it: .*Eva Nová <eva@firma\.example>/)
  })
})

describe('tend send-test', () => {
  it('writes to nobody who is silenced, nor to whoever is so for a time', async () => {
    await tend('suppressions', 'add', 'pause@firma.example', '--because', 'on leave', '--until', '2099-01-01')
    for (const to of ['silent@firma.example', 'pause@firma.example']) {
      const { code, stderr } = await tend('send-test', 'installed/follow-up', '--to', to)
      expect(code).not.toBe(0)
      expect(stderr).toContain(`Nothing was sent to ${to}`)
    }
  })
})

describe('tend endpoint', () => {
  it('gives a URL once that works at once, rotates it by its label, and ends it', async () => {
    const added = await tend('endpoint', 'add', '--label', 'AppSource', '--offer', 'Contoso.Analytics')
    const token = /\/ingest\/(\S+)/.exec(added.stdout)?.[1] ?? ''
    expect(added.stdout).toContain('In Partner Center')
    expect(await product.app.engine.findEndpoint(token)).toMatchObject({
      label: 'AppSource',
      offer: 'contoso.analytics',
    })
    const rotated = JSON.parse((await tend('endpoint', 'rotate', 'AppSource', '--format', 'json')).stdout)
    expect(rotated.url).toContain(`/ingest/${rotated.token}`)
    const listed = await tend('endpoint', 'list')
    const revoked = await tend('endpoint', 'revoke', 'AppSource')
    expect(listed.stdout).toMatch(/AppSource +contoso\.analytics +live, 2 tokens/)
    expect(listed.stdout).not.toContain(token)
    expect(revoked.code).toBe(0)
    expect(await product.app.engine.findEndpoint(rotated.token)).toBeNull()
  })
})

describe('tend pause and resume', () => {
  it('change the running product, and name the nearest workflow', async () => {
    const state = async () => (await product.app.engine.listWorkflows()).map(workflow => workflow.state)
    expect((await tend('pause', 'installed')).code).toBe(0)
    expect(await state()).toEqual(['paused'])
    expect((await tend('resume', '--all')).stdout).toBe('installed runs.\n')
    expect(await state()).toEqual(['active'])
    const [unknown, nothing] = await Promise.all([tend('pause', 'instaled'), tend('pause')])
    expect([unknown.code, nothing.code]).toEqual([2, 2])
    expect(unknown.stderr).toContain('Did you mean `installed`?')
  })
})

describe('tend receipts and messages', () => {
  it('list what waits for a person; a replay that changes nothing is a finding', async () => {
    const listed = JSON.parse((await tend('receipts', 'list', '--status', 'quarantined', '--format', 'json')).stdout)
    expect(listed.items).toMatchObject([{ status: 'quarantined', channel: 'ingest' }])
    const [replayed, uncertain, sent] = await Promise.all([
      tend('receipts', 'replay', '--all'),
      tend('messages', 'list', '--status', 'uncertain'),
      tend('messages', 'list', '--status', 'sent'),
    ])
    expect(replayed).toMatchObject({ code: 1, stdout: expect.stringContaining('1 still quarantined') })
    expect(uncertain.stdout).toBe('No mail is uncertain: nothing waits for a person.\n')
    expect(sent.stdout).toContain('Vítejte v Contoso Analytics')
  })
})

describe('tend leads import', () => {
  const CSV = [
    'First name,Last name,Email,Company,Country/Region,Action,Offer,Notes',
    'Eva,Nová,eva@firma.example,Firma,CZ,INS,Contoso Analytics,',
    'Joe,Doe,joe@fabrikam.example,Fabrikam,US,INS,contoso.analytics,"two\nlines"',
    'Joe,Doe,joe@fabrikam.example,Fabrikam,US,INS,contoso.analytics,"two\nlines"',
    'Joe,Doe,JOE@fabrikam.example,Fabrikam,US,PLT,contoso.analytics,',
    'Bad,Address,nowhere,Fabrikam,US,INS,contoso.analytics,',
    'MSFT_TEST_636573304831318844,x,MSFT_TEST_636573304831318844@test.com,x,US,INS,contoso.analytics,',
    '',
  ].join('\n')
  const counts = { new: 0, inquiry: 0, known: 0, repeat: 0, test: 1, 'do-not-contact': 0, refused: 1 }

  it('writes nothing without --commit, then each lead once, however often it runs', async () => {
    const path = file('leads.csv', CSV)
    const dry = JSON.parse((await tend('leads', 'import', path, '--format', 'json')).stdout)
    expect(dry).toMatchObject({ committed: false, rows: 6, workflows: { installed: 1, none: 1 }, refusedFile: null })
    expect(dry.counts).toEqual({ ...counts, new: 1, inquiry: 1, known: 1, repeat: 1 })
    expect(dry.refused).toEqual([{ line: 8, reason: 'the e-mail cell holds no usable address' }])
    await expect(product.lead('joe@fabrikam.example')).rejects.toThrow()

    const first = await tend('leads', 'import', path, '--commit')
    expect(first.code).toBe(1)
    expect(first.stdout).toContain('1  new leads')
    expect((await product.lead('joe@fabrikam.example')).inquiries.map(({ action }) => action).sort()).toEqual([
      'INS',
      'PLT',
    ])
    expect(readFileSync(join(product.folder, 'leads.refused.csv'), 'utf8')).toContain(
      '8,the e-mail cell holds no usable address,Bad',
    )

    const again = JSON.parse((await tend('leads', 'import', path, '--commit', '--format', 'json')).stdout)
    expect(again.counts).toEqual({ ...counts, known: 3, repeat: 1 })
    const { inquiries, enrollments } = await product.lead('joe@fabrikam.example')
    expect([inquiries.length, enrollments.length]).toEqual([2, 1])
    expect((await product.lead('eva@firma.example')).inquiries).toHaveLength(1)
  })

  it('refuses a file without anything that says who, and a mapping that names no column', async () => {
    const path = file('odd.csv', 'Work mail,Stage\nann@fabrikam.example,New\n')
    const [unmapped, mapped] = await Promise.all([
      tend('leads', 'import', path),
      tend('leads', 'import', path, '--map', 'email=Work mail', '--action', 'INS', '--offer', 'contoso.analytics'),
    ])
    expect(unmapped).toMatchObject({ code: 2, stdout: '' })
    expect(mapped).toMatchObject({ code: 0, stdout: expect.stringContaining('1  new leads') })
  })
})

describe('tend leads export', () => {
  it('gives a table that any CSV reader takes and no spreadsheet runs', async () => {
    const { code, stdout } = await tend('leads', 'export')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^id,email,[^\n]*\r\n/)
    const eva = parse<Record<string, string>>(stdout, { columns: true }).find(
      ({ email }) => email === 'eva@firma.example',
    )
    expect(eva).toMatchObject({ company: "'=Firma", action: 'INS', workflow: 'installed', mails: '1' })
  })
})

describe('tend doctor', () => {
  it('finds the running product well, and what fails with its remedy', async () => {
    chmodSync(join(product.folder, 'data'), 0o700)
    const well = await tend('doctor', '--deep')
    expect(well.code).toBe(0)
    expect(well.stdout).toMatch(/ok {4}database .*synchronous=FULL/)
    expect(well.stdout).toMatch(/ok {4}timelines +all \d+ events/)
    expect(well.stdout).toMatch(/warn +receipts +1 delivery could not be understood/)
    const environment = { REDIS_URL: 'redis://127.0.0.1:1', SMTP_URL: 'smtp://127.0.0.1:1' }
    const ill = await runTend(product.folder, ['doctor', '--format', 'json'], environment)
    const failed = JSON.parse(ill.stdout).findings.filter(({ status }: { status: string }) => status === 'fail')
    expect(ill.code).toBe(1)
    expect(failed.map(({ check }: { check: string }) => check)).toEqual(['redis', 'mail'])
  })
})

describe('tend prove dnc, backup and restore', () => {
  it('proves the promise, and finds where somebody broke it', async () => {
    const backup = join(product.folder, 'backup.db')
    const [proved, backed] = [await tend('prove', 'dnc'), await tend('backup', backup)]
    expect(proved).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Proved: of 1 mail to \d leads, 1 of whom asked for silence, none left after the wish/,
      ),
    })
    expect(backed.code).toBe(0)
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    expect(existsSync(`${backup}-wal`)).toBe(false)

    const elsewhere = { TEND_DATA: join(product.folder, 'elsewhere') }
    const restored = await runTend(product.folder, ['restore', backup], elsewhere)
    expect(restored.stdout).toContain('Paused: installed.')
    const database = new Database(join(elsewhere.TEND_DATA, 'tend.db'))
    const tamper = `UPDATE messages SET gate_at = ?, status = 'suppressed' WHERE kind = 'nurture'`
    database.prepare(tamper).run(Date.UTC(2026, 11, 1))
    const lead = database.prepare(`SELECT lead_id FROM messages WHERE kind = 'nurture'`).pluck().get()
    database.prepare(`UPDATE suppressions SET scope = 'lead', key = ? WHERE scope = 'address'`).run(lead)
    database.prepare(`UPDATE leads SET event_hash = 'changed' WHERE status = 'do-not-contact'`).run()
    database.close()
    const broken = await runTend(product.folder, ['prove', 'dnc', '--format', 'json'], elsewhere)
    expect(broken.code).toBe(1)
    const { holds, breaches, contradictions, chains } = JSON.parse(broken.stdout)
    expect(holds).toBe(false)
    expect(breaches).toMatchObject([{ leadId: lead, wish: 'do-not-contact', gateAt: '2026-12-01T00:00:00.000Z' }])
    expect(contradictions).toMatchObject([{ leadId: lead, row: 'suppressed', told: 'mail-sent' }])
    expect(chains.broken).toHaveLength(1)
    const { stdout } = await runTend(product.folder, ['prove', 'dnc'], elsewhere)
    expect(stdout).toContain('its row says suppressed, its timeline tells mail-sent')
  })

  it('puts no backup in the place of another, and nothing in the place of a running product', async () => {
    const backup = file('old.db', 'an older backup')
    const kept = await tend('backup', backup)
    expect(kept.code).toBe(2)
    expect(readFileSync(backup, 'utf8')).toBe('an older backup')
    const used = await tend('restore', join(product.folder, 'backup.db'))
    expect(used).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('a program has it open') })
    expect((await product.lead('eva@firma.example')).inquiries).toHaveLength(1)
    const unsound = await runTend(product.folder, ['restore', backup], { TEND_DATA: join(product.folder, 'third') })
    expect(unsound).toMatchObject({ code: 1, stdout: '' })
    expect(existsSync(join(product.folder, 'third', 'tend.db'))).toBe(false)
  })
})
