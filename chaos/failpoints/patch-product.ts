/**
 * Loaded before the product (`node --import`): gives names to the seams where it touches the outside, counts how often
 * each is passed since the first delivery, and at one of them kills, stops or fails. The product knows nothing of it.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { Server, ServerResponse } from 'node:http'
import SqliteClient from 'better-sqlite3'
import { Redis } from 'ioredis'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { labelOfSql } from './sql-label.ts'

// biome-ignore lint/suspicious/noExplicitAny: the seams belong to packages that do not show them.
type Anything = any

const { CHAOS_POINT, CHAOS_NTH, CHAOS_ACTION, CHAOS_FIRED_FILE, CHAOS_RECORD_FILE } = process.env
const RECORD_EVERY_MS = 100

const passed: Record<string, number> = {}
let isArmed = false

patchHttp()
patchSqlite()
patchSmtp()
patchRedis()
if (CHAOS_RECORD_FILE !== undefined) {
  setInterval(() => writeFileSync(CHAOS_RECORD_FILE, JSON.stringify(passed)), RECORD_EVERY_MS).unref()
}

function pass(name: string): void {
  if (!isArmed) return
  passed[name] = (passed[name] ?? 0) + 1
  if (name === CHAOS_POINT && passed[name] === Number(CHAOS_NTH)) act(name)
}

function act(name: string): void {
  if (CHAOS_FIRED_FILE !== undefined) appendFileSync(CHAOS_FIRED_FILE, `${name}\n`)
  if (CHAOS_ACTION === 'kill') process.kill(process.pid, 'SIGKILL')
  if (CHAOS_ACTION === 'stop') process.kill(process.pid, 'SIGSTOP')
  if (CHAOS_ACTION === 'throw') throw new Error(`thrown on purpose at ${name}`)
}

/** Runs the original between its two names. */
function around(target: Anything, method: string, names: (words: unknown[], self: Anything) => string[]): void {
  const original = target[method]
  target[method] = function (this: Anything, ...words: unknown[]) {
    const [before, after] = names(words, this)
    if (before) pass(before)
    const answer = original.apply(this, words)
    if (after) pass(after)
    return answer
  }
}

function patchHttp(): void {
  const nameOf = (request: Anything) => `${request?.method} /${String(request?.url).split(/[/?]/)[1]}`
  around(Server.prototype, 'emit', ([event, request]) => {
    if (event !== 'request') return []
    if (String((request as Anything).url).startsWith('/ingest')) isArmed = true
    return [`http request ${nameOf(request)}`]
  })
  around(ServerResponse.prototype, 'end', (_words, self) => [
    `http answer ${nameOf(self.req)} before`,
    `http answer ${nameOf(self.req)} after`,
  ])
}

function patchSqlite(): void {
  const memory = new SqliteClient(':memory:')
  const statements = Object.getPrototypeOf(memory.prepare('SELECT 1'))
  memory.close()
  const labels = new WeakMap<object, string>()
  const labelOf = (statement: Anything) => {
    const known = labels.get(statement) ?? labelOfSql(statement.source)
    labels.set(statement, known)
    return known
  }
  for (const method of ['run', 'get', 'all']) {
    around(statements, method, (_words, self) => {
      const label = `sqlite ${labelOf(self)}`
      return label.startsWith('sqlite SELECT') ? [label] : [`${label} before`, `${label} after`]
    })
  }
}

function patchSmtp(): void {
  const line: Anything = SMTPConnection.prototype
  around(line, 'connect', () => ['smtp connect'])
  around(line, '_onConnect', () => ['smtp connected'])
  around(line, '_sendCommand', ([words]) => {
    const verb = String(words).split(/[ :]/)[0]
    return [`smtp ${verb} before`, `smtp ${verb} after`]
  })
  for (const [method, name] of Object.entries({
    _actionGreeting: 'smtp greeting heard',
    _actionEHLO: 'smtp EHLO answered',
    _actionMAIL: 'smtp MAIL answered',
    _actionRCPT: 'smtp RCPT answered',
    _actionDATA: 'smtp DATA answered',
    _actionSMTPStream: 'smtp dot answered',
  })) {
    around(line, method, () => [name])
  }
  around(line, 'send', ([, body]) => {
    around(body, '_read', () => ['smtp body asked for'])
    around(body, 'push', ([chunk]) =>
      chunk === null ? [] : ['smtp body handed over before', 'smtp body handed over after'],
    )
    ;(body as Anything).once('end', () => pass('smtp body gone'))
    return []
  })
}

function patchRedis(): void {
  around(Redis.prototype, 'sendCommand', ([command]) => [`redis ${(command as Anything)?.name}`])
}
