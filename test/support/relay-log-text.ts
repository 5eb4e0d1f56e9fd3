const SECOND = 1_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export type Stamp = (at: number) => string

/** As rsyslog writes it by its newer default. */
export const fullStamp: Stamp = at => new Date(at).toISOString().replace('Z', '000+00:00')

/** As syslog always wrote it: local time, no year. */
export const shortStamp: Stamp = at => {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${time}`
}

/** Lines as Postfix writes them, in our own words. */
export function relayLines(stamp: Stamp = fullStamp) {
  const line = (at: number, program: string, words: string) => `${stamp(at)} mx ${program}[4711]: ${words}\n`
  const begun = (at: number, queueId: string) =>
    line(at, 'postfix/smtpd', 'connect from localhost[127.0.0.1]') +
    line(at, 'postfix/smtpd', `${queueId}: client=localhost[127.0.0.1]`)
  const header = (at: number, queueId: string, messageId: string) =>
    line(at, 'postfix/cleanup', `${queueId}: message-id=${messageId}`)
  const taken = (at: number, queueId: string) =>
    line(at, 'postfix/qmgr', `${queueId}: from=<jana@contoso.example>, size=4242, nrcpt=1 (queue active)`)
  return {
    line,
    begun,
    header,
    taken,
    /** A mail of somebody else, from its begin to its end. */
    other: (at: number, queueId = '4ZzOTHERzzz') =>
      begun(at, queueId) +
      header(at, queueId, `<${queueId}@elsewhere.example>`) +
      taken(at, queueId) +
      line(
        at + SECOND,
        'postfix/smtp',
        `${queueId}: to=<ada@example.com>, relay=none, dsn=2.0.0, status=sent (250 ok)`,
      ) +
      line(at + SECOND, 'postfix/qmgr', `${queueId}: removed`),
    /** The connection ends in the middle of a mail. */
    brokenOff: (at: number) =>
      line(at, 'postfix/smtpd', 'lost connection after DATA (812 bytes) from localhost[127.0.0.1]'),
  }
}
