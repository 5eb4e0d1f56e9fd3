import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { type Command, Option } from 'commander'
import { mayHaveLeft } from '../../domain/mail/message.ts'
import type { LeadStatus } from '../../domain/people/lead.ts'
import type { LeadWorld, Store } from '../../engine/ports.ts'
import { everyPage } from '../every-page.ts'
import { isoUtc } from '../moments.ts'
import { withStore } from '../open-engine.ts'
import { counted, tell, withFormat } from '../print.ts'
import { showProgress } from '../progress.ts'
import { unwritable } from '../write-out.ts'
import { csvRecord } from './csv-text.ts'

interface ExportOptions {
  format: 'csv' | 'json'
  out?: string
  status?: LeadStatus
}

export function defineExport(command: Command): void {
  command
    .description('Writes all live leads with what became of them. Erased people and test leads are left out.')
    .option('--out <file>', 'write it to a file, readable by you only')
    .addOption(
      new Option('--status <status>', 'only these').choices(['open', 'qualified', 'disqualified', 'do-not-contact']),
    )
  withFormat(command, ['csv', 'json'])
    .addHelpText('after', '\nExample: tend leads export --out leads.csv')
    .action(exportLeads)
}

async function exportLeads({ format, out, status }: ExportOptions): Promise<void> {
  await withStore(async ({ store }) => {
    const target = out === undefined ? process.stdout : await openTarget(out)
    const total = Object.values((await store.stats(0)).leads).reduce((sum, count) => sum + count, 0)
    const progress = await showProgress('leads', out === undefined ? 0 : total)
    let written = 0
    await write(target, format === 'csv' ? csvRecord(COLUMNS) : '[')
    for await (const row of rowsOf(store, status)) {
      await write(
        target,
        format === 'csv' ? csvRecord(Object.values(row)) : `${written === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`,
      )
      written += 1
      progress.at(written)
    }
    if (format === 'json') await write(target, '\n]\n')
    progress.stop()
    if (out === undefined) return
    target.end()
    await once(target, 'finish')
    tell(`${counted(written, 'lead')} written to ${out}.`)
  })
}

type ExportRow = ReturnType<typeof rowOf>

const COLUMNS = [
  'id',
  'email',
  'firstName',
  'lastName',
  'company',
  'title',
  'phone',
  'country',
  'status',
  'score',
  'createdAt',
  'inquiries',
  'action',
  'source',
  'offer',
  'note',
  'inquiredAt',
  'workflow',
  'workflowStatus',
  'workflowEnd',
  'mails',
  'lastMailAt',
] satisfies (keyof ExportRow)[]

async function* rowsOf(store: Store, status: LeadStatus | undefined): AsyncGenerator<ExportRow> {
  for await (const lead of everyPage(page => store.leads.list({ environment: 'live', status }, page))) {
    const world = lead.status === 'erased' ? null : await store.leads.world(lead.id)
    if (world !== null) yield rowOf(world)
  }
}

/** One lead with its newest inquiry and what became of it. */
function rowOf({ lead, inquiries, enrollments, messages }: LeadWorld) {
  const inquiry = inquiries.at(-1)
  const enrollment = enrollments.at(-1)
  const sent = messages.filter(({ kind, status }) => kind === 'nurture' && mayHaveLeft(status))
  const { id, email, firstName, lastName, company, title, status, score } = lead
  return {
    ...{ id, email, firstName, lastName, company, title },
    phone: lead.phone ?? lead.phoneRaw,
    country: lead.country ?? lead.countryRaw,
    status,
    score,
    createdAt: isoUtc(lead.createdAt),
    inquiries: inquiries.length,
    action: inquiry?.action ?? null,
    source: inquiry?.source ?? null,
    offer: inquiry?.offer ?? null,
    note: inquiry?.note ?? null,
    inquiredAt: inquiry === undefined ? null : isoUtc(inquiry.at),
    workflow: enrollment?.workflowId ?? null,
    workflowStatus: enrollment?.status ?? null,
    workflowEnd: enrollment?.endReason ?? null,
    mails: sent.length,
    lastMailAt: lastOf(sent.map(({ gateAt }) => gateAt)),
  }
}

function lastOf(times: (number | null)[]): string | null {
  const last = Math.max(...times.map(at => at ?? 0), 0)
  return last === 0 ? null : isoUtc(last)
}

async function openTarget(path: string): Promise<Writable> {
  const stream = createWriteStream(path, { mode: 0o600 })
  try {
    await once(stream, 'open')
    return stream
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

async function write(target: Writable, text: string): Promise<void> {
  if (!target.write(text)) await once(target, 'drain')
}
