import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Product, startProduct } from '../../support/product.ts'
import { runTend } from '../run-tend.ts'
import { delivery, TEMPLATES, WORKFLOWS } from '../sample-files.ts'

// Each command line is a process, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

let product: Product

beforeAll(async () => {
  product = await startProduct({ start: '2026-11-20T10:00:00Z', workflows: WORKFLOWS, templates: TEMPLATES })
  await product.deliver(delivery('eva@firma.example'))
})

afterAll(() => product.close())

function suppressions(...words: string[]) {
  return runTend(product.folder, ['suppressions', ...words])
}

function file(name: string, text: string): string {
  writeFileSync(join(product.folder, name), text)
  return join(product.folder, name)
}

async function asJson(...words: string[]) {
  const { stdout } = await suppressions(...words, '--format', 'json')
  return JSON.parse(stdout)
}

const LIST = `\uFEFFEmail;Because;Until
jana@example.com;opted out in the old tool;
*@fabrikam.example;;
EVA@firma.example;asked by phone;
not an address;;
later@example.com;;next year
old@example.com;;2020-01-01
;;
two@example.com
"=cmd|' /C calc'!A1@example.com";"=1+1";
jana@example.com;again;
`

describe('tend suppressions', () => {
  it('adds, by what stands there, and ends what runs for it', async () => {
    const added = await asJson('add', 'eva@firma.example', '--because', 'asked by phone', '--until', '2099-01-01')
    expect(added).toMatchObject({
      scope: 'address',
      label: 'eva@firma.example',
      reason: 'person',
      because: 'asked by phone',
    })
    expect((await product.lead('eva@firma.example')).enrollments).toMatchObject([{ status: 'stopped' }])
    const { code, stdout } = await suppressions('add', 'contoso.example', '--because', 'our own people')
    expect(code).toBe(0)
    expect(stdout).toContain('No mail to the domain contoso.example, for ever')
    const { id } = (await asJson('list')).items.find(({ scope }: { scope: string }) => scope === 'domain')
    expect(await asJson('lift', id, '--because', 'a mistake')).toMatchObject({ id, liftedBecause: 'a mistake' })
    expect((await suppressions('list')).stdout).toMatch(/contoso\.example .*our own people .*lifted .*: a mistake/)
    expect((await suppressions('lift', id, '--because', 'again')).code).toBe(1)
  })

  it('imports what can be read, tells the rest by line, and does nothing the second time', async () => {
    const path = file('silent.csv', LIST)
    expect((await asJson('import', path, '--dry-run')).counts).toMatchObject({ added: 4 })
    const { code, stdout } = await suppressions('import', path)
    expect(code).toBe(1)
    for (const expected of [
      '3  silenced',
      '1  silenced before; skipped',
      '1  lifted or over; skipped',
      'line 5: expected an address such as jana@example.com, came "not an address"',
      'line 6: expected a day or a moment as `until`, such as 2027-01-31, came "next year"',
      'line 9: expected 3 cells, as the header has, came 1',
      'line 10: expected an address',
    ])
      expect(stdout).toContain(expected)
    const again = await asJson('import', path)
    expect(again.counts).toMatchObject({ added: 0, known: 4, over: 1 })
    expect(again.refused).toHaveLength(4)
    const { items } = await asJson('list')
    const jana = items.filter(({ label }: { label: string }) => label === 'jana@example.com')
    expect(jana).toMatchObject([{ because: 'opted out in the old tool' }])
    expect(items.find(({ label }: { label: string }) => label === 'fabrikam.example')).toMatchObject({
      scope: 'domain',
      because: 'imported from silent.csv',
    })
  })

  it('reads days as spreadsheets write them, and many lines side by side, none of them twice', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `p${index % 120}@many.example;31. 12.2099`)
    const path = file('many.csv', `email;until\n${names.join('\n')}\n`)
    expect((await asJson('import', path)).counts).toMatchObject({ added: 120, known: 130, refused: 0 })
    const { items } = await asJson('list', '--limit', '500')
    const many = items.filter(({ label }: { label: string }) => label?.endsWith('@many.example'))
    expect(new Set(many.map(({ until }: { until: string }) => until))).toEqual(new Set(['2099-12-31T00:00:00.000Z']))
    expect(many.length).toBe(120)
  })

  it('exports all, with cells that run nothing, and reads its own file again', async () => {
    await suppressions('add', 'nobody@example.org', '--because', '=HYPERLINK("http://attacker.example")')
    const out = join(product.folder, 'suppressions.csv')
    const { code, stdout } = await suppressions('export', '--out', out)
    expect([code, stdout]).toEqual([0, ''])
    expect(statSync(out).mode & 0o077).toBe(0)
    const rows: Record<string, string>[] = parse(readFileSync(out, 'utf8'), { columns: true })
    expect(rows.find(({ label }) => label === 'nobody@example.org')?.because).toBe(
      '\'=HYPERLINK("http://attacker.example")',
    )
    expect(rows).toHaveLength((await asJson('export')).length)
    expect(await asJson('import', out)).toMatchObject({ counts: { added: 0, refused: 0 } })
  })

  it('refuses wrong use with what to write', async () => {
    const nowhere = await suppressions('import', join(product.folder, 'none.csv'))
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr).toContain('email,because')
    const odd = await suppressions('import', file('odd.csv', 'Colour\nred\n'))
    expect([odd.code, odd.stdout]).toEqual([2, ''])
    expect(odd.stderr).toContain('Name one of them `email`')
    expect((await suppressions('add', 'jana@example.com')).code).toBe(2)
    expect((await suppressions('add', 'jana@example.com', '--because', 'x', '--until', 'soon')).code).toBe(2)
    expect((await suppressions('add', 'jana@example.com', '--because', ' ')).code).toBe(2)
    expect((await suppressions('add', 'lead_unknown', '--because', 'x')).stderr).toContain('no lead with this id')
    expect((await suppressions('--help')).stdout).toContain('import')
    expect(existsSync(join(product.folder, 'none.csv'))).toBe(false)
  })
})
