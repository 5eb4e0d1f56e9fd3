import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import {
  admit,
  aLead,
  aMessage,
  anEnrollment,
  anEscalation,
  anEvent,
  anId,
  anInquiry,
  aReceipt,
  aSuppression,
  aTask,
  change,
  T0,
} from './store-rows.ts'

/** A person whose every free text starts with the same odd word. */
export const CANARY = 'Zyxwvutsrq'

export function storeErasureContract(open: OpenStore): void {
  describe('an erasure', () => erasing(open))
}

function erasing(open: OpenStore): void {
  it('leaves the skeleton of the lead and none of its words', async () => {
    const { store } = await openFor(open)
    const lead = await admitTalkative(store)
    await eraseTalkative(store, lead)
    const world = await store.leads.world(lead)
    expect(world?.lead).toMatchObject({ status: 'erased', email: null, addressKey: null, tags: [], attributes: {} })
    expect(world?.enrollments).toHaveLength(1)
    const receipts = (await store.receipts.list({}, { limit: 50, cursor: null })).items
    const bodies = await Promise.all(receipts.map(async ({ id }) => (await store.receipts.find(id))?.body))
    expect(bodies).toEqual([null, null])
    const everything = [
      world,
      receipts,
      await store.leads.timeline(lead),
      await store.suppressions.list({ limit: 9, cursor: null }),
    ]
    expect(JSON.stringify(everything)).not.toContain(CANARY)
    expect(await store.messages.mail(world?.messages[0]?.id ?? '')).toBeNull()
  })

  it('keeps the chain whole, with every event in its place', async () => {
    const { store } = await openFor(open)
    const lead = await admitTalkative(store)
    await eraseTalkative(store, lead)
    expect((await store.leads.timeline(lead)).map(({ kind }) => kind)).toEqual([
      'lead-filled',
      'lead-filled',
      'mail-suppressed',
    ])
    expect(await store.verifyChains()).toEqual({ leads: 1, events: 3, broken: [] })
  })

  it('ends all mail before the gate, notices too, since the bytes are gone', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const notice = aMessage(enrollment, { kind: 'notice', originKind: 'escalation', purpose: 'notice' })
    await store.leads.commit(change(lead, { messages: [notice] }))
    expect(await store.leads.commit(change({ ...lead, revision: 2 }, { erase: true }))).toEqual([])
    for (const id of [message.id, notice.row.id]) {
      expect(await store.messages.find(id)).toMatchObject({
        status: 'suppressed',
        to: null,
        subject: null,
        dueAt: null,
      })
    }
  })

  it('keeps what the erasure itself says about the suppression, without its label', async () => {
    const { store } = await openFor(open)
    const { lead } = await admit(store)
    const suppression = aSuppression({ leadId: lead.id, reason: 'erased', because: 'erased by request' })
    await store.leads.commit(change(lead, { erase: true, suppressions: [suppression] }))
    expect(await store.suppressions.find(suppression.id)).toEqual({ ...suppression, label: null })
  })

  it('leaves other leads untouched', async () => {
    const { store } = await openFor(open)
    const { lead } = await admit(store)
    const other = await admit(store)
    const before = await store.leads.world(other.lead.id)
    await store.leads.commit(change(lead, { erase: true }))
    expect(await store.leads.world(other.lead.id)).toEqual(before)
    expect(await store.messages.mail(other.message.id)).toEqual(other.mail)
  })
}

/** A lead with words of its own in every place that can hold some. Returns its id. */
export async function admitTalkative(store: Store, number = 1): Promise<string> {
  const said = (what: string) => `${CANARY} ${what} ${number}`
  const address = `address ${number}`
  const encode = (text: string) => new TextEncoder().encode(text)
  const receipt = aReceipt({ body: encode(said('body')), repeatKey: said('repeat'), idempotencyKey: said('key') })
  const repeat = aReceipt({ body: encode(said('again')), repeatKey: said('repeat') })
  for (const row of [receipt, repeat]) await store.receipts.keep(row, 1)
  await store.receipts.keepAnswer(receipt.id, said('answer'))
  const names = { firstName: said('first'), lastName: said('last'), company: said('company'), title: said('title') }
  const raw = { phone: said('phone'), phoneRaw: said('raw'), country: said('cz'), countryRaw: said('country') }
  const own = {
    tags: [said('tag')],
    attributes: { own: said('attribute') },
    email: said('mail'),
    addressKey: address,
  }
  const lead = aLead({ ...names, ...raw, ...own, zone: said('zone'), language: said('language') })
  const inquiry = anInquiry(lead, {
    receiptId: receipt.id,
    note: said('note'),
    campaign: said('campaign'),
    extra: { own: said('extra') },
  })
  const enrollment = anEnrollment(inquiry, { phase: 'mail', dueAt: null })
  const message = aMessage(enrollment, { to: said('to'), subject: said('subject'), reason: said('reason') })
  const mail = { envelopeFrom: 'us@contoso.example', envelopeTo: said('to'), bytes: encode(said('bytes')) }
  await store.suppressions.add(aSuppression({ key: address, label: said('label'), until: T0 }))
  await store.leads.commit(
    change(lead, {
      inquiries: [inquiry],
      enrollments: [enrollment],
      messages: [{ row: message.row, mail }],
      suppressions: [
        aSuppression({ leadId: lead.id, scope: 'lead', key: lead.id, label: said('label'), because: said('why') }),
      ],
      escalations: [anEscalation(lead, { because: said('because'), answerNote: said('answer') })],
      tasks: [aTask(lead, { because: said('because') })],
      signals: [
        {
          id: anId('signal'),
          leadId: lead.id,
          kind: 'reply',
          at: T0,
          data: { text: said('reply') },
          offer: null,
          consumedBy: null,
        },
      ],
      receipts: [{ id: receipt.id, inquiryId: inquiry.id, processedAt: T0 }],
      events: [anEvent(T0, said('event'))],
    }),
  )
  return lead.id
}

export async function eraseTalkative(store: Store, id: string): Promise<void> {
  const lead = await store.leads.find(id)
  if (lead === null) throw new Error('expected the lead')
  await store.leads.commit(change(lead, { erase: true, events: [anEvent(T0, `${CANARY} asked for it`)] }))
}
