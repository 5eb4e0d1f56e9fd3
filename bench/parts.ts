import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import nodemailer from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { OwnRedis } from '../src/queue/redis-child.ts'
import { sendBarely } from './bare-smtp.ts'
import { createMails } from './baseline/mails.ts'
import { driveBareServer } from './intake.ts'
import { mailTemplates } from './mail-templates.ts'
import { type Measurement, measure, milliseconds, summarise } from './measure.ts'
import type { Effort } from './section.ts'
import { onStage } from './stage.ts'

const POOL = 5

/** What the parts do alone, without a product between them: the measure for everything else. */
export async function measureParts(effort: Effort): Promise<Measurement[]> {
  return [...(await measureServers(effort)), ...(await measureQueue(effort)), ...(await measureMailers(effort))]
}

async function measureServers(effort: Effort): Promise<Measurement[]> {
  const servers = [
    { name: 'load generator alone', kind: 'blind' },
    { name: 'Hono alone', kind: 'echo' },
    { name: 'Hono and SQLite, shared commits on the disk', kind: 'shared-commits' },
    { name: 'Hono and SQLite, a commit on the disk for each', kind: 'single-commits' },
  ] as const
  const found: Measurement[] = []
  for (const { name, kind } of servers) {
    effort.tell(`parts, ${name}`)
    const figures: number[] = []
    for (let run = 0; run < effort.runs; run += 1) {
      figures.push((await onStage(stage => driveBareServer(stage, kind, effort))).perSecond)
    }
    found.push(summarise({ name, unit: 'req/s' }, figures))
  }
  return found
}

function measureQueue({ quick, runs, tell }: Effort): Promise<Measurement[]> {
  tell('parts, BullMQ')
  return onStage(async stage => {
    const redis = await stage.redis()
    const once = () => jobsPerSecond(redis, quick ? 1_000 : 10_000)
    return [await measure({ name: 'BullMQ, added one by one and worked', unit: 'jobs/s', runs }, once)]
  })
}

/** Jobs are added by sixteen at once, as requests would, and worked by sixteen at once. */
async function jobsPerSecond({ connection }: OwnRedis, jobs: number): Promise<number> {
  const lines = [0, 1].map(() => new Redis({ ...connection, maxRetriesPerRequest: null }))
  const [producer, consumer] = lines as [Redis, Redis]
  const queue = new Queue('bench', { connection: producer })
  const { promise: done, resolve } = Promise.withResolvers<void>()
  let worked = 0
  const work = async () => {
    worked += 1
    if (worked === jobs) resolve()
  }
  const worker = new Worker('bench', work, { connection: consumer, concurrency: 16 })
  const add = async () => void (await queue.add('job', { id: 1 }, { removeOnComplete: true }))
  const ms = await milliseconds(() => Promise.all([inLanes(16, jobs, add), done]))
  await Promise.all([worker.close(), queue.close()])
  for (const line of lines) line.disconnect()
  return (1000 * jobs) / ms
}

function measureMailers({ quick, runs, tell }: Effort): Promise<Measurement[]> {
  tell('parts, mail')
  return onStage(async stage => {
    const sink = stage.program('programs/sink.ts')
    const port: number = await sink.call('listen')
    const mails = quick ? 500 : 5_000
    const { compose, bytes } = await sampleMail()
    const rate = async (work: () => Promise<unknown>) => (1000 * mails) / (await milliseconds(work))
    const what = (name: string) => ({ name, unit: 'mails/s', runs })
    const barely = () => inLanes(POOL, POOL, () => sendBarely(port, bytes, mails / POOL))
    return [
      await measure(what('the sink, five bare connections'), () => rate(barely)),
      await measure(what('nodemailer pool, composing each'), () => rate(() => sendComposing(port, mails, compose))),
      await measure(what('nodemailer connections, ready bytes'), () => rate(() => sendReady(port, mails, bytes))),
    ]
  })
}

async function sampleMail() {
  const { welcome } = await mailTemplates()
  const mails = createMails({ welcome, followUp: null })
  const compose = (id: number) => mails.compose('welcome', { ...SAMPLE_LEAD, id })
  const stream = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message } = await stream.sendMail(compose(1))
  return { compose, bytes: message as Buffer }
}

const SAMPLE_LEAD = {
  firstName: 'Jana',
  lastName: 'Nováková',
  email: 'jana.novakova@example.com',
  phone: '',
  country: 'CZ',
  company: 'Example s.r.o.',
  leadSource: 'SPZA-INS|contoso.analytics',
  actionCode: 'INS',
  offerTitle: 'Contoso Analytics',
  description: '',
  status: 'new',
  receivedAt: 0,
  sentAt: null,
}

async function sendComposing(port: number, mails: number, compose: Awaited<ReturnType<typeof sampleMail>>['compose']) {
  const limits = { maxConnections: POOL, maxMessages: Number.POSITIVE_INFINITY }
  const pool = nodemailer.createTransport({ host: '127.0.0.1', port, pool: true, ...limits })
  let made = 0
  await inLanes(16, mails, async () => {
    made += 1
    await pool.sendMail(compose(made))
  })
  pool.close()
}

async function sendReady(port: number, mails: number, bytes: Buffer): Promise<void> {
  await inLanes(POOL, POOL, async () => {
    const connection = new SMTPConnection({ host: '127.0.0.1', port, ignoreTLS: true })
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      connection.connect(() => resolve())
    })
    for (let sent = 0; sent < mails / POOL; sent += 1) await sendOver(connection, bytes)
    await new Promise<void>(resolve => {
      connection.once('end', () => resolve())
      connection.quit()
    })
  })
}

function sendOver(connection: SMTPConnection, bytes: Buffer): Promise<void> {
  const envelope = { from: 'a@bench.test', to: ['b@bench.test'] }
  return new Promise((resolve, reject) => {
    connection.send(envelope, bytes, error => (error ? reject(error) : resolve()))
  })
}

/** Does the work so many times, as many at once as there are lanes. */
async function inLanes(lanes: number, times: number, work: () => Promise<unknown>): Promise<void> {
  let begun = 0
  const lane = async () => {
    for (; begun < times; ) {
      begun += 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
