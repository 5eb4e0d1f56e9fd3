import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { marketplaceBody, QUICK_SETTINGS, writeQuickWorkflow } from '../support/acceptance-files.ts'
import {
  answering,
  createGround,
  eventually,
  type Ground,
  isRunning,
  type RunningProduct,
} from '../support/running-product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const PROJECT = join(import.meta.dirname, '..', '..')

let ground: Ground
let sink: SmtpSink

beforeEach(async () => {
  sink = await startSmtpSink()
  ground = createGround({ settings: QUICK_SETTINGS, environment: { SMTP_URL: sink.url } })
  writeQuickWorkflow(ground, { name: 'installed', action: 'INS', wait: '3s' })
})

afterEach(async () => {
  await ground.clear()
  await sink.stop()
})

test('emptying, killing and freezing its own Redis changes nothing but speed', async () => {
  const product = await ground.up()
  const first = product.redisPid()
  await deliver(product, ['flushed@one.example', 'killed@two.example'])
  await sinkHasEach(['flushed@one.example', 'killed@two.example'], 1)

  const line = new Redis({ path: join(ground.dataFolder, 'redis', 'redis.sock') })
  expect(await line.flushall()).toBe('OK')
  line.disconnect()
  process.kill(first, 'SIGKILL')
  await deliver(product, ['without@three.example'])
  await sinkHasEach(['without@three.example'], 1)
  const second = await eventually('a new Redis', () => redisOtherThan(first))
  await sinkHasEach(['flushed@one.example', 'killed@two.example', 'without@three.example'], 2)

  process.kill(second, 'SIGSTOP')
  const answer = await product.deliver(marketplaceBody({ email: 'frozen@four.example' }))
  expect(answer.status).toBe(200)
  await sinkHasEach(['frozen@four.example'], 2)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
  expect([isRunning(first), isRunning(second)]).toEqual([false, false])
  expect(sink.mails).toHaveLength(8)
}, 60_000)

test('without any redis-server it warns and works', async () => {
  const project = join(ground.folder, 'project')
  for (const part of ['src', 'package.json', 'templates', 'schemas'])
    cpSync(join(PROJECT, part), join(project, part), { recursive: true })
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'))
  mkdirSync(join(ground.folder, 'empty'))
  const running = ground.run(['up'], {
    program: [process.execPath, join(project, 'src', 'main.ts')],
    environment: { PATH: join(ground.folder, 'empty') },
  })
  const product = await answering(running, /Dashboard {3}(http:\S+?)\/?\n[\s\S]*Stop with/)
  expect(product.logged()).toMatch(/no redis-server or valkey-server/)
  expect(product.said()).toMatch(/Queue +without Redis/)
  await deliver(product, ['plain@one.example'])
  await sinkHasEach(['plain@one.example'], 2)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
  expect(sink.mails).toHaveLength(2)
}, 30_000)

test.each([
  ['with the Redis of REDIS_URL', () => redisUrl()],
  ['without REDIS_URL', () => null],
])(
  'api and worker share one fresh data folder, %s',
  async (_words, urlOf) => {
    const url = urlOf()
    const environment = { PORT: String(await freePort()), ...(url === null ? {} : { REDIS_URL: url }) }
    const [api, worker] = [ground.run(['api'], { environment }), ground.run(['worker'], { environment })]
    const product = await answering(api, /takes leads in at (http:\S+?)\. /)
    await worker.says(/(Tend works)/)
    await deliver(product, ['shared@one.example', 'leaver@two.example'])
    await sinkHasEach(['shared@one.example', 'leaver@two.example'], 1)
    const link = /http:\S+\/u\/[\w.=-]+/.exec(mailTo('leaver@two.example').replace(/=\r\n/g, ''))?.[0] ?? ''
    expect((await product.fetch(new URL(link).pathname, { method: 'POST' })).status).toBe(200)
    await sinkHasEach(['shared@one.example'], 2)
    worker.kill('SIGTERM')
    api.kill('SIGTERM')
    expect([await worker.ended, await api.ended]).toEqual([0, 0])
    expect(sink.mails).toHaveLength(3)
  },
  30_000,
)

async function deliver(product: RunningProduct, addresses: string[]): Promise<void> {
  for (const email of addresses)
    expect((await product.deliver(marketplaceBody({ email }))).json.status).toBe('accepted')
}

async function sinkHasEach(addresses: string[], count: number): Promise<void> {
  for (const address of addresses)
    await eventually(`${count} mails to ${address}`, () => mailsTo(address).length === count, 20_000)
}

function mailsTo(address: string) {
  return sink.mails.filter(({ to }) => to.includes(address))
}

function mailTo(address: string): string {
  return mailsTo(address)[0]?.bytes.toString('utf8') ?? ''
}

/** The Redis child of the data folder, once it is another one than before; 0 until then. */
function redisOtherThan(before: number): number {
  const pid = ground.redisPid()
  return pid === before || pid === null ? 0 : pid
}

function redisUrl(): string {
  const redis = inject('redis')
  if (redis.path !== undefined) return `unix://${redis.path}`
  const login = redis.password === undefined ? '' : `:${encodeURIComponent(redis.password)}@`
  return `redis://${login}${redis.host}:${redis.port}`
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
