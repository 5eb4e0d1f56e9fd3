import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { MailboxPlace } from '../../src/engine/ports.ts'
import { followMailbox, type MailboxFollower } from '../../src/imap/mailbox-follower.ts'
import { type MailServers, startMailServers } from '../support/mail-servers.ts'

let servers: MailServers
let follower: MailboxFollower | null = null
let user = ''
let users = 0
let places: Map<string, MailboxPlace>
let came: string[]
let failing: number

beforeAll(async () => {
  servers = await startMailServers()
}, 60_000)
afterAll(() => servers.stop())

beforeEach(() => {
  users += 1
  user = `reader${users}`
  places = new Map()
  came = []
  failing = 0
})
afterEach(async () => {
  await follower?.stop()
  follower = null
})

function follow(passedOver: number[] = []) {
  follower = followMailbox({
    address: { url: servers.imapUrl(user), folder: 'INBOX' },
    places: {
      place: async name => places.get(name) ?? null,
      keepPlace: async (name, place) => void places.set(name, place),
    },
    clock: { now: () => Date.now() },
    async onMail(bytes) {
      const subject = /^Subject: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1]?.trim() ?? ''
      if (subject === 'poison' && failing-- > 0) throw new Error('cannot be worked off')
      came.push(subject)
    },
    onPassedOver: async uid => void passedOver.push(uid),
    log: { info: () => undefined, warn: () => undefined },
  })
  return follower
}

/** One after the other: the mail server itself delivers side by side. */
async function post(...subjects: string[]) {
  const smtp = createTransport({ host: '127.0.0.1', port: servers.smtpPort, secure: false, ignoreTLS: true })
  for (const subject of subjects) {
    const before = delivered()
    await smtp.sendMail({ from: 'eva@customer.example', to: `${user}+x@contoso.example`, subject, text: subject })
    await vi.waitFor(() => expect(delivered()).toBe(before + 1), { timeout: 10_000, interval: 50 })
  }
  smtp.close()
}

const delivered = () => servers.log().split('status=sent').length

const shows = (...subjects: string[]) =>
  vi.waitFor(() => expect(came).toEqual(subjects), { timeout: 10_000, interval: 100 })

it('reads what is there and what comes, in its order, once', async () => {
  await post('one', 'two')
  follow()
  await shows('one', 'two')
  await post('three')
  await shows('one', 'two', 'three')
  expect(follower?.trouble()).toBeNull()
})

it('goes on where it was after a stop', async () => {
  follow()
  await post('one')
  await shows('one')
  await follower?.stop()
  await post('two')
  follow()
  await shows('one', 'two')
})

it('goes on after the server was away, and says so meanwhile', async () => {
  follow()
  await post('one')
  await shows('one')
  await servers.restartImap()
  await post('two')
  await shows('one', 'two')
  await vi.waitFor(() => expect(follower?.trouble()).toBeNull(), { timeout: 5_000 })
})

it('finds everything again when the server numbers its mail anew', async () => {
  follow()
  await post('one')
  await shows('one')
  await follower?.stop()
  servers.renumber(user)
  await post('two')
  follow()
  // The second reading of the first mail is told from the first by its bytes.
  await vi.waitFor(() => expect(came.toSorted()).toEqual(['one', 'one', 'two']), { timeout: 10_000, interval: 100 })
})

it('tries a mail that fails again, then passes it over', async () => {
  const passedOver: number[] = []
  failing = 100
  await post('poison', 'two')
  follow(passedOver)
  await vi.waitFor(() => expect(came).toEqual(['two']), { timeout: 40_000 })
  expect(passedOver).toHaveLength(1)
}, 60_000)

it('says that the password is wrong, without the password', async () => {
  follower = followMailbox({
    address: { url: servers.imapUrl(user).replace('secret', 'wrong'), folder: 'INBOX' },
    places: { place: async () => null, keepPlace: async () => undefined },
    clock: { now: () => Date.now() },
    onMail: async () => undefined,
    onPassedOver: async () => undefined,
    log: { info: () => undefined, warn: () => undefined },
  })
  await vi.waitFor(() => expect(follower?.trouble()).toContain('refused the user name or the password'), {
    timeout: 10_000,
    interval: 100,
  })
})
