import { expect, it } from 'vitest'
import type { MailboxPlace } from '../../src/engine/ports.ts'
import type { OpenMailbox } from '../../src/imap/open-mailbox.ts'
import { type ReadingOptions, readNewMail } from '../../src/imap/read-new-mail.ts'

type Fetched = { source: Buffer; internalDate: Date }

/** A server with the mails 1 to 3, that may refuse. */
function server(refusing: { search?: boolean; fetch?: number } = {}) {
  const client = {
    usable: true,
    search: async () => (refusing.search === true ? false : [1, 2, 3]),
    fetchOne: async (uid: string): Promise<Fetched> => {
      if (Number(uid) === refusing.fetch) throw new Error('Command failed: NO [SERVERBUG] Internal error')
      return { source: Buffer.from(uid), internalDate: new Date('2026-11-22T10:00:00Z') }
    },
  }
  const mailbox = { client, uidValidity: '7', uidNext: 4, nextNews: async () => undefined, close: () => undefined }
  return mailbox as unknown as OpenMailbox & { client: typeof client }
}

function reader() {
  const came: string[] = []
  const passedOver: number[] = []
  let place: MailboxPlace | null = null
  const options: ReadingOptions = {
    address: { url: 'imap://jana:secret@imap.contoso.example', folder: 'INBOX' },
    places: {
      place: async () => place,
      keepPlace: async (_, known) => {
        place = known
      },
    },
    clock: { now: () => Date.parse('2026-11-22T11:00:00Z') },
    onMail: async bytes => void came.push(Buffer.from(bytes).toString()),
    onPassedOver: async uid => void passedOver.push(uid),
    log: { info: () => undefined, warn: () => undefined },
    tries: new Map(),
  }
  const read = (mailbox: OpenMailbox) => readNewMail(mailbox, options, new AbortController().signal)
  return { came, passedOver, read, place: () => place }
}

it('says so when the server will not search, and reads it all later', async () => {
  const { came, read, place } = reader()
  await expect(read(server({ search: true }))).rejects.toThrow('search')
  expect(place()).toBeNull()
  await read(server())
  expect(came).toEqual(['1', '2', '3'])
})

it('passes over a mail that the server cannot give out, after some tries', async () => {
  const { came, passedOver, read } = reader()
  const mailbox = server({ fetch: 2 })
  for (let again = 0; again < 4; again += 1) await expect(read(mailbox)).rejects.toThrow('SERVERBUG')
  await read(mailbox)
  expect([came, passedOver]).toEqual([['1', '3'], [2]])
})

it('passes over nothing because the line is broken', async () => {
  const { came, passedOver, read } = reader()
  const mailbox = server({ fetch: 2 })
  mailbox.client.usable = false
  for (let again = 0; again < 9; again += 1) await expect(read(mailbox)).rejects.toThrow()
  await read(server())
  expect([came, passedOver]).toEqual([['1', '2', '3'], []])
})
