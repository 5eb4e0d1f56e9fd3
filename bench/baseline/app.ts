import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import SqliteClient from 'better-sqlite3'
import { Queue, Worker } from 'bullmq'
import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { Redis } from 'ioredis'
import nodemailer from 'nodemailer'
import { serveCalls } from '../programs.ts'
import { leads } from './leads-table.ts'
import { createMails, type MailTemplate } from './mails.ts'

const { drizzle } = createRequire(import.meta.url)(
  'drizzle-orm/better-sqlite3',
) as typeof import('drizzle-orm/better-sqlite3')

export interface BaselineOrder {
  file: string
  redis: { path: string }
  smtpPort: number
  welcome: MailTemplate
  /** Sent a second after the welcome; null: nothing follows. */
  followUp: MailTemplate | null
}

interface LeadPost {
  userDetails: { firstName: string; lastName: string; email: string; phone: string; country: string; company: string }
  leadSource: string
  actionCode: string
  offerTitle: string
  description: string
}

const FOLLOW_UP_DELAY_MS = 1_000

/**
 * What a competent developer builds of the same parts in an afternoon: take the lead, queue a job, send the mail. No
 * promise is made: a power cut loses leads, a crash loses or doubles mail, nobody is asked before a mail leaves.
 */
serveCalls({ start })

function start(order: BaselineOrder): Promise<number> {
  const db = drizzle(openDatabase(order.file))
  const line = () => new Redis({ ...order.redis, maxRetriesPerRequest: null })
  const queue = new Queue<{ id: number }>('mail', { connection: line() })
  const defaults = { removeOnComplete: true, attempts: 3 }
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: order.smtpPort,
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
  })
  const mails = createMails(order)

  new Worker<{ id: number }>(
    'mail',
    async job => {
      const lead = db.select().from(leads).where(eq(leads.id, job.data.id)).get()
      if (lead === undefined) return
      await transport.sendMail(mails.compose(job.name, lead))
      db.update(leads).set({ status: job.name, sentAt: Date.now() }).where(eq(leads.id, lead.id)).run()
      if (job.name === 'welcome' && order.followUp !== null) {
        await queue.add('follow-up', job.data, { ...defaults, delay: FOLLOW_UP_DELAY_MS })
      }
    },
    { connection: line(), concurrency: 16 },
  )

  const app = new Hono()
  app.post('/ingest/:token', async c => {
    const { userDetails, ...inquiry } = await c.req.json<LeadPost>()
    const row = { ...userDetails, ...inquiry, status: 'new', receivedAt: Date.now() }
    const { id } = db.insert(leads).values(row).returning({ id: leads.id }).get()
    await queue.add('welcome', { id }, defaults)
    return c.json({ status: 'accepted', id })
  })
  return new Promise(resolve => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
}

function openDatabase(file: string): SqliteClient.Database {
  const client = new SqliteClient(file)
  client.pragma('journal_mode = WAL')
  client.exec(`CREATE TABLE leads (
    id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
    country TEXT NOT NULL, company TEXT NOT NULL, lead_source TEXT NOT NULL, action_code TEXT NOT NULL,
    offer_title TEXT NOT NULL, description TEXT NOT NULL, status TEXT NOT NULL, received_at INTEGER NOT NULL,
    sent_at INTEGER)`)
  client.exec('CREATE INDEX leads_email ON leads (email)')
  return client
}
