import type { Command } from 'commander'
import type { Store } from '../engine/ports.ts'
import { everyPage } from './every-page.ts'
import { type Contradiction, findContradictions } from './mail-contradictions.ts'
import { isoUtc, momentWords, readerZone } from './moments.ts'
import { withStore } from './open-engine.ts'
import { counted, print, printJson, withFormat } from './print.ts'
import { showProgress } from './progress.ts'
import { type Breach, findBreaches } from './silence-breaches.ts'
import { table } from './table.ts'

interface Proof {
  leads: number
  mails: number
  /** Leads that ever asked for silence. */
  silent: number
  breaches: Breach[]
  /** Mails whose row and timeline say different things. */
  contradictions: Contradiction[]
  chains: Awaited<ReturnType<Store['verifyChains']>>
}

export function defineProveDnc(command: Command): void {
  command.description(
    'Walks all mail and all wishes for silence: no mail may have left after a do-not-contact, an unsubscribe, a pause, a complaint, an erasure or a suppression of yours. Verifies the chain of every timeline.',
  )
  withFormat(command)
    .addHelpText('after', '\nExit code 1 with the list of what breaks the promise. Example: tend prove dnc')
    .action(async ({ format }: { format: string }) => {
      const proof = await withStore(({ store }) => proveDnc(store))
      if (format === 'json') printJson(asJson(proof))
      else print(proofWords(proof))
      process.exitCode = holds(proof) ? 0 : 1
    })
}

async function proveDnc(store: Store): Promise<Proof> {
  const { leads } = await store.stats(0)
  const progress = await showProgress(
    'leads',
    Object.values(leads).reduce((sum, count) => sum + count, 0),
  )
  const counts = { leads: 0, mails: 0, silent: 0 }
  const proof: Proof = { ...counts, breaches: [], contradictions: [], chains: { leads: 0, events: 0, broken: [] } }
  for await (const { id } of everyPage(page => store.leads.list({}, page))) {
    const facts = await factsOf(store, id)
    if (facts === null) continue
    const found = findBreaches(facts)
    proof.leads += 1
    proof.mails += found.mails
    if (found.isSilent) proof.silent += 1
    proof.breaches.push(...found.breaches)
    proof.contradictions.push(...findContradictions(facts))
    progress.at(proof.leads)
  }
  progress.stop()
  return { ...proof, chains: await store.verifyChains() }
}

/** Rows and timeline of one moment: the product may be at work meanwhile. */
async function factsOf(store: Store, id: string) {
  for (;;) {
    const timeline = await store.leads.timeline(id)
    const world = await store.leads.world(id)
    const told = await store.leads.timeline(id)
    if (world === null) return null
    if (told.length === timeline.length) return { ...world, timeline }
  }
}

function holds({ breaches, contradictions, chains }: Proof): boolean {
  return breaches.length + contradictions.length + chains.broken.length === 0
}

function asJson(proof: Proof): object {
  const { breaches, chains, ...rest } = proof
  return { holds: holds(proof), ...rest, breaches: breaches.map(inIso), chains }
}

function inIso(breach: Breach): object {
  return { ...breach, gateAt: isoUtc(breach.gateAt), wishedAt: isoUtc(breach.wishedAt) }
}

function proofWords(proof: Proof): string[] {
  const { leads, mails, silent, breaches, contradictions, chains } = proof
  const walked = `${counted(mails, 'mail')} to ${counted(leads, 'lead')}, ${silent} of whom asked for silence`
  const chained = `${counted(chains.events, 'event')} in ${counted(chains.leads, 'chain')}`
  if (holds(proof)) {
    if (mails === 0) return [`Proved: no mail has left yet; ${chained} verify.`]
    return [`Proved: of ${walked}, none left after the wish; ${chained} verify.`]
  }
  const zone = readerZone()
  const rows = breaches.map(({ leadId, messageId, template, gateAt, wish, wishedAt }) => [
    leadId,
    messageId,
    template ?? '',
    momentWords(gateAt, zone),
    `${wish} ${momentWords(wishedAt, zone)}`,
  ])
  return [
    `Not proved: looked at ${walked}; ${chained}.`,
    ...(rows.length === 0 ? [] : ['', table(['lead', 'mail', 'template', `left (${zone})`, 'after'], rows)]),
    ...(contradictions.length === 0 ? [] : ['', 'Mail of which somebody changed the row or the timeline:']),
    ...contradictions.map(contradictionWords),
    ...(chains.broken.length === 0 ? [] : ['', 'Timelines that somebody changed:']),
    ...chains.broken.map(({ leadId, seq }) => `  ${leadId}, from event ${seq} on`),
  ]
}

function contradictionWords({ leadId, messageId, row, told }: Contradiction): string {
  const ofRow = row === null ? 'its row is gone' : `its row says ${row}`
  const ofTimeline = told === null ? 'nothing of it' : told
  return `  ${leadId}, ${messageId}: ${ofRow}, its timeline tells ${ofTimeline}`
}
