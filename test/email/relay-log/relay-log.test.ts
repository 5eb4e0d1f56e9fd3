import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createRelayLog } from '../../../src/email/relay-log/relay-log.ts'
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts'
import { fullStamp, relayLines, shortStamp } from '../../support/relay-log-text.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const SETTLE_MS = 15 * MINUTE
const GATE = Date.UTC(2026, 2, 10, 12)
const MAIL = { messageId: '<msg_1@contoso.example>', gateAt: GATE }
const ID = '4cXy12ab34z'
const { line, begun, header, taken, other, brokenOff } = relayLines()

let folder: string
let file: string
let clock: FakeClock

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-relay-'))
  file = join(folder, 'mail.log')
  clock = fakeClock(GATE + SETTLE_MS + 2 * MINUTE)
})
afterEach(() => rmSync(folder, { recursive: true }))

const BEFORE = other(GATE - 10 * MINUTE)
const OWN_BEGIN = begun(GATE - SECOND, ID)
const OWN_HEADER = header(GATE, ID, MAIL.messageId)
const OWN_TAKEN = taken(GATE, ID)
const LATER = other(GATE + SETTLE_MS + SECOND)
const UNTAKEN = BEFORE + OWN_BEGIN + OWN_HEADER + brokenOff(GATE + SECOND) + LATER

function witness() {
  const log = createRelayLog({ relayLog: file, settleMs: SETTLE_MS }, clock)
  const look = async (...mails: (typeof MAIL)[]) => {
    const answers = await log.lookFor(mails.length === 0 ? [MAIL] : mails)
    return answers.get((mails.at(-1) ?? MAIL).messageId)
  }
  /** What it says in the end: an absence is believed at the second look, a minute after the first. */
  const lookTwice = async (...mails: (typeof MAIL)[]) => {
    await look(...mails)
    clock.advance(MINUTE)
    return look(...mails)
  }
  return { ...log, look, lookTwice }
}

const saysOf = (text: string) => {
  writeFileSync(file, text)
  return witness().lookTwice()
}

describe('a mail that the queue manager names', () => {
  it.each([
    ['full', fullStamp],
    ['short', shortStamp],
  ])('arrived, at once, with %s stamps', async (_form, stamp) => {
    const lines = relayLines(stamp)
    clock.set(GATE + 5 * SECOND)
    writeFileSync(file, lines.header(GATE, ID, MAIL.messageId) + lines.taken(GATE, ID))
    expect(await witness().look()).toBe(true)
  })

  it('arrived, though its try was another one, the log is full of holes, and the relay has an odd name', async () => {
    const odd = OWN_HEADER.replace('postfix/', 'postfix-out/') + OWN_TAKEN.replace('postfix/qmgr', 'postfix-out/oqmgr')
    expect(await saysOf(`${odd}\0\0\0\n${LATER}`)).toBe(true)
  })

  it('arrived as soon as the line is whole', async () => {
    const half = OWN_TAKEN.length - 20
    writeFileSync(file, BEFORE + OWN_BEGIN + OWN_HEADER + OWN_TAKEN.slice(0, half))
    const { look } = witness()
    expect(await look()).toBeUndefined()
    appendFileSync(file, OWN_TAKEN.slice(half))
    expect(await look()).toBe(true)
  })
})

describe('a mail that the queue manager never names', () => {
  it.each([
    ['full', fullStamp],
    ['short', shortStamp],
  ])('did not arrive, when the log covers its time, with %s stamps', async (_form, stamp) => {
    const lines = relayLines(stamp)
    const own = lines.begun(GATE - SECOND, ID) + lines.header(GATE, ID, MAIL.messageId)
    writeFileSync(file, lines.other(GATE - 10 * MINUTE) + own + lines.other(GATE + SETTLE_MS + SECOND))
    const { look } = witness()
    expect(await look()).toBeUndefined()
    clock.advance(MINUTE)
    expect(await look()).toBe(false)
  })

  it('did not arrive when not even its header came, but its client', async () => {
    expect(await saysOf(BEFORE + OWN_BEGIN + brokenOff(GATE) + LATER)).toBe(false)
  })

  it('did not arrive when its place in the queue went to another mail', async () => {
    const reused = begun(GATE + HOUR, ID) + header(GATE + HOUR, ID, '<b@b.example>') + taken(GATE + HOUR, ID)
    clock.advance(HOUR)
    expect(await saysOf(UNTAKEN + reused)).toBe(false)
  })

  it.each([
    ['the log begins after its gate', UNTAKEN.slice(BEFORE.length)],
    ['the relay has not been at work since', BEFORE + OWN_BEGIN + OWN_HEADER + other(GATE + SETTLE_MS - MINUTE)],
    [
      'the relay was down and is being started',
      BEFORE +
        OWN_BEGIN +
        OWN_HEADER +
        line(GATE + SETTLE_MS + SECOND, 'postfix/sendmail', 'warning: the mail system is down') +
        line(GATE + SETTLE_MS + MINUTE, 'postfix/master', 'daemon started -- version 3.8.6'),
    ],
    ['this is the log of another relay', BEFORE + LATER],
    ['its client went on with another mail', BEFORE + other(GATE - SECOND, ID) + LATER],
    [
      'the writer dropped lines',
      BEFORE + OWN_BEGIN + OWN_HEADER + line(GATE, 'rsyslogd', '9 messages lost due to rate-limiting') + LATER,
    ],
    [
      'the journal dropped lines',
      BEFORE + OWN_BEGIN + line(GATE, 'systemd-journald', 'Suppressed 12 messages from postfix.service') + LATER,
    ],
    ['the file has a hole', `${BEFORE}${OWN_BEGIN}${'\0'.repeat(99)}\n${LATER}`],
    ['the clock went back', BEFORE + OWN_BEGIN + OWN_HEADER + other(GATE - 3 * MINUTE) + LATER],
    ['the lines have no time', UNTAKEN.replaceAll(/^\S+/gm, '-')],
    ['the lines lie ahead', UNTAKEN.replaceAll('2026-', '2027-')],
    ['the file is empty', ''],
  ])('is left open when %s', async (_why, text) => {
    expect(await saysOf(text)).toBeUndefined()
  })

  it('is left open while the relay has not run for a minute since: it may find the mail in its queue', async () => {
    writeFileSync(file, BEFORE + OWN_BEGIN + OWN_HEADER)
    const { look } = witness()
    await look()
    clock.advance(HOUR)
    appendFileSync(file, other(clock.now() - SECOND))
    expect(await look()).toBeUndefined()
    appendFileSync(file, OWN_TAKEN)
    clock.advance(MINUTE)
    expect(await look()).toBe(true)
  })

  it('is another doubt when it was sent again', async () => {
    writeFileSync(file, UNTAKEN)
    const { look, lookTwice } = witness()
    expect(await lookTwice()).toBe(false)
    const again = { ...MAIL, gateAt: clock.now() }
    appendFileSync(file, begun(again.gateAt, 'SECOND') + header(again.gateAt, 'SECOND', MAIL.messageId))
    expect(await look(again)).toBeUndefined()
    clock.advance(SETTLE_MS + MINUTE)
    appendFileSync(file, other(clock.now()))
    expect(await lookTwice(again)).toBe(false)
  })
})

describe('a stamp without a year', () => {
  it('is of the newest year that lets it be past', async () => {
    const { begun, header, other } = relayLines(shortStamp)
    const gateAt = new Date(2026, 11, 31, 23, 58).getTime()
    const mail = { ...MAIL, gateAt }
    clock.set(gateAt + SETTLE_MS + 2 * MINUTE)
    writeFileSync(
      file,
      other(gateAt - HOUR) + begun(gateAt, ID) + header(gateAt, ID, MAIL.messageId) + other(gateAt + SETTLE_MS),
    )
    expect(await witness().lookTwice(mail)).toBe(false)
  })

  it('may be that of a leap day', async () => {
    const { header, taken } = relayLines(shortStamp)
    const gateAt = new Date(2028, 1, 29, 12).getTime()
    clock.set(gateAt + HOUR)
    writeFileSync(file, header(gateAt, ID, MAIL.messageId) + taken(gateAt, ID))
    expect(await witness().look({ ...MAIL, gateAt })).toBe(true)
  })
})

describe('a log that is rotated', () => {
  it('is read on in the file before it, when there is one', async () => {
    writeFileSync(`${file}.1`, BEFORE + OWN_BEGIN + OWN_HEADER)
    writeFileSync(file, LATER)
    expect(await witness().lookTwice()).toBe(false)
    writeFileSync(file, OWN_TAKEN + LATER)
    expect(await witness().look()).toBe(true)
  })

  it('loses no line that was written before the rotation, or to the old file until its writer lets go of it', async () => {
    writeFileSync(file, BEFORE + OWN_BEGIN)
    const { look } = witness()
    await look()
    appendFileSync(file, OWN_HEADER)
    renameSync(file, `${file}.1`)
    writeFileSync(file, '')
    await look()
    appendFileSync(`${file}.1`, OWN_TAKEN)
    expect(await look()).toBe(true)
  })

  it('leaves it open when the lines between are gone', async () => {
    writeFileSync(file, BEFORE + OWN_BEGIN + OWN_HEADER)
    const { look, lookTwice } = witness()
    await look()
    rmSync(file)
    writeFileSync(file, LATER)
    expect(await lookTwice()).toBeUndefined()
  })

  it('leaves it open when the old file was copied and cut: lines may have come between', async () => {
    const gateAt = Date.UTC(2101, 2, 10, 12)
    const mail = { ...MAIL, gateAt }
    clock.set(gateAt + SETTLE_MS + 2 * MINUTE)
    writeFileSync(`${file}.1`, other(gateAt - HOUR) + begun(gateAt, ID) + header(gateAt, ID, MAIL.messageId))
    writeFileSync(file, other(gateAt + SETTLE_MS))
    expect(await witness().lookTwice(mail)).toBeUndefined()
  })
})

describe('a log that is cut off while it is followed', () => {
  const cutAndWrite = async (text: string) => {
    writeFileSync(file, BEFORE + OWN_BEGIN + OWN_HEADER)
    const asked = witness()
    await asked.look()
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
    appendFileSync(file, text)
    return asked
  }

  it.each([
    ['shorter', LATER.slice(0, LATER.indexOf('\n') + 1)],
    ['longer', LATER.repeat(9)],
  ])('leaves older mail open, when it is %s than before', async (_than, text) => {
    const { lookTwice } = await cutAndWrite(text)
    expect(await lookTwice()).toBeUndefined()
  })

  it('still says what arrived, and what became of later mail', async () => {
    const { look, lookTwice } = await cutAndWrite(LATER)
    await look()
    const later = { messageId: '<msg_2@contoso.example>', gateAt: clock.now() + 5 * MINUTE }
    clock.advance(5 * MINUTE + SETTLE_MS + MINUTE)
    appendFileSync(file, begun(later.gateAt, 'LATER') + header(later.gateAt, 'LATER', later.messageId))
    appendFileSync(file, other(clock.now()))
    expect(await lookTwice(MAIL, later)).toBe(false)
    appendFileSync(file, header(clock.now(), ID, MAIL.messageId) + taken(clock.now(), ID))
    expect(await look()).toBe(true)
  })
})

describe('several doubts', () => {
  it('are followed together, each from its own gate on', async () => {
    const second = { messageId: '<msg_2@contoso.example>', gateAt: GATE + 20 * MINUTE }
    const ids = ['A1', 'B2']
    writeFileSync(file, BEFORE + begun(GATE, 'A1') + header(GATE, 'A1', MAIL.messageId))
    const { lookFor } = witness()
    expect(await lookFor([MAIL])).toEqual(new Map())
    clock.set(second.gateAt + 2 * SETTLE_MS)
    appendFileSync(file, begun(second.gateAt, 'B2') + header(second.gateAt, 'B2', second.messageId))
    await lookFor([MAIL, second])
    clock.advance(MINUTE)
    appendFileSync(file, ids.map(id => taken(clock.now(), id)).join(''))
    expect(await lookFor([MAIL, second])).toEqual(new Map([MAIL, second].map(({ messageId }) => [messageId, true])))
  })

  it('asked for at the same time do not disturb each other', async () => {
    writeFileSync(file, UNTAKEN)
    const { lookFor } = witness()
    await lookFor([MAIL])
    clock.advance(MINUTE)
    const answers = await Promise.all([lookFor([MAIL]), lookFor([]), lookFor([MAIL])])
    expect(answers.map(answer => answer.get(MAIL.messageId))).toEqual([false, undefined, undefined])
  })
})

describe('a big log', () => {
  /** How many bytes are read from files while the work runs. */
  async function bytesRead(work: () => Promise<unknown>): Promise<number> {
    const probe = await open(file)
    const prototype = Object.getPrototypeOf(probe)
    await probe.close()
    const { read } = prototype
    let bytes = 0
    prototype.read = async function (...given: unknown[]) {
      const answer = await read.apply(this, given)
      bytes += answer.bytesRead
      return answer
    }
    onTestFinished(() => {
      prototype.read = read
    })
    await work()
    prototype.read = read
    return bytes
  }

  it('is read from about the gate on, and then only where it has grown', async () => {
    const start = GATE - 24 * HOUR
    const many = 30_000
    const days = Array.from({ length: many }, (_, index) => other(start + (index * 25 * HOUR) / many))
    writeFileSync(file, days.join(''))
    clock.set(GATE + HOUR)
    const size = days.join('').length
    expect(size).toBeGreaterThan(15_000_000)
    const mail = { ...MAIL, gateAt: GATE + 55 * MINUTE }
    const { look } = witness()
    expect(await bytesRead(() => look(mail))).toBeLessThan(size / 10)
    expect(await bytesRead(() => look(mail))).toBeLessThan(1_000)
    appendFileSync(file, header(GATE + HOUR, ID, MAIL.messageId) + taken(GATE + HOUR, ID))
    expect(await bytesRead(async () => expect(await look(mail)).toBe(true))).toBeLessThan(1_000)
    expect(await bytesRead(() => witness().lookFor([]))).toBe(0)
  })

  it('may hold a line without an end', async () => {
    writeFileSync(file, `${BEFORE}${OWN_BEGIN}${'x'.repeat(600_000)}\n${OWN_HEADER}${LATER}`)
    const { lookTwice, look } = witness()
    expect(await lookTwice()).toBeUndefined()
    appendFileSync(file, OWN_TAKEN)
    expect(await look()).toBe(true)
  })
})

describe('a log that cannot be read', () => {
  it('is told in words, says nothing, and is read as soon as it can be', async () => {
    const { look, trouble } = witness()
    expect(await trouble()).toBe(
      `the log of the relay cannot be read, so doubtful mail waits for a person: ${file} (there is no such file)`,
    )
    expect(await look()).toBeUndefined()
    mkdirSync(file)
    expect(await trouble()).toContain('(it is no file)')
    expect(await look()).toBeUndefined()
    rmSync(file, { recursive: true })
    writeFileSync(file, OWN_HEADER + OWN_TAKEN)
    expect(await trouble()).toBeNull()
    expect(await look()).toBe(true)
  })
})
