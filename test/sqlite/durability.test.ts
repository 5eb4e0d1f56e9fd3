import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connect } from '../../src/sqlite/connect.ts'
import { assertPragmas } from '../../src/sqlite/pragmas.ts'

const FULL = 2
const NORMAL = 1

function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tend-durable-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'tend.db')
}

function synchronousOf(client: SqliteClient.Database): unknown {
  return client.pragma('synchronous', { simple: true })
}

describe('durability of a connection', () => {
  it('stays FULL after the migrations, after a write, after a checkpoint and after a reopen', () => {
    const file = freshFile()
    for (const round of [1, 2]) {
      const client = connect(file)
      expect(synchronousOf(client)).toBe(FULL)
      client.prepare('INSERT INTO meta VALUES (?, ?)').run(`round ${round}`, 'x')
      expect(synchronousOf(client)).toBe(FULL)
      client.pragma('wal_checkpoint(TRUNCATE)')
      expect(synchronousOf(client)).toBe(FULL)
      client.close()
    }
  })

  it('would be lost with the settings of the driver, which the boot refuses', () => {
    const file = freshFile()
    connect(file).close()
    const plain = new SqliteClient(file)
    plain.prepare('INSERT INTO meta VALUES (?, ?)').run('a', 'b')
    expect(synchronousOf(plain)).toBe(NORMAL)
    expect(() => assertPragmas(plain)).toThrow('synchronous to be 2; it is 1')
    plain.close()
  })

  it('makes files that only their owner can read', () => {
    const file = freshFile()
    const client = connect(file)
    for (const path of [file, `${file}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600)
    client.close()
  })

  it('says what is missing when the file cannot be made', () => {
    const file = join(freshFile(), 'no', 'folder.db')
    expect(() => connect(file)).toThrow(expect.objectContaining({ code: 'not-durable' }))
  })
})
