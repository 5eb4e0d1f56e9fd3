import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type CsvRow, openCsv } from '../../../src/cli/leads/csv-rows.ts'
import { csvRecord, rearm } from '../../../src/cli/leads/csv-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'tend-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(content: string | Uint8Array): Promise<{ headers: string[]; rows: CsvRow[] }> {
  const path = join(folder, 'leads.csv')
  writeFileSync(path, content)
  const { headers, rows } = await openCsv(path)
  return { headers, rows: await Array.fromAsync(rows) }
}

describe('a CSV file', () => {
  it('is read with a byte order mark, semicolons and CR LF', async () => {
    const { headers, rows } = await read('\uFEFFEmail;"Name, first"\r\na@b.example;"Jan; the ""one"""\r\n')
    expect(headers).toEqual(['Email', 'Name, first'])
    expect(rows).toEqual([{ line: 2, cells: ['a@b.example', 'Jan; the "one"'], fault: null }])
  })

  it('numbers its lines as an editor does, over blank lines and cells of several lines', async () => {
    const { rows } = await read('Email,Note\na@b.example,"one\ntwo"\n\n,\nc@d.example,x')
    expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [2, 'a@b.example'],
      [6, 'c@d.example'],
    ])
  })

  it('refuses single rows that cannot be used, and reads on', async () => {
    const bad = Buffer.concat([
      Buffer.from('Email,Name\na@b.example\n'),
      Buffer.from([0x4a, 0xe1, 0x2c, 0x78, 0x0a]),
      Buffer.from('c@d.example,x\n'),
    ])
    const { rows } = await read(bad)
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'expected 2 cells, as the header has, came 1'],
      [3, 'holds bytes that are not UTF-8: save the file as “CSV UTF-8”'],
      [4, null],
    ])
  })

  it('does not swallow the whole file for a quotation mark that never closes', async () => {
    const rest = 'x@y.example,z\n'.repeat(8_000)
    const { rows } = await read(`Email,Name\na@b.example,"open\n${rest}`)
    expect(rows.filter(({ fault }) => fault !== null).length).toBeGreaterThan(0)
  })

  it('is refused when it is not there or empty', async () => {
    await expect(openCsv(join(folder, 'nothing.csv'))).rejects.toThrow('there is no')
    await expect(read('')).rejects.toThrow('Expected a header line')
  })
})

describe('a cell for a spreadsheet', () => {
  it('is never a formula, and plain numbers stay numbers', () => {
    expect(csvRecord(['=cmd|x', '@a', '-1+2', '+420601234567', -5, 'plain'])).toBe(
      "'=cmd|x,'@a,'-1+2,+420601234567,-5,plain\r\n",
    )
  })

  it('is quoted as RFC 4180 says', () => {
    expect(csvRecord(['a,b', 'say "hi"', 'two\nlines', ' edge', null])).toBe(
      '"a,b","say ""hi""","two\nlines"," edge",\r\n',
    )
  })

  it('comes back as it was', () => {
    expect([rearm("'=cmd|x"), rearm("'quoted'"), rearm('plain')]).toEqual(['=cmd|x', "'quoted'", 'plain'])
  })
})
