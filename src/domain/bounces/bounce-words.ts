const DAEMON =
  /^(?:"?mailer[-_]?daemon|mail[-_.]?daemon|postmaster|mailerdaemon|mdaemon|mail-?delivery|microsoftexchange[0-9a-f]{10,}|bounces?|mta|maildelivery|mail\.delivery)\b/i
const DAEMON_NAME =
  /mail (?:delivery|system|administrator)|mailer-daemon|postmaster|delivery (?:sub)?system|microsoft outlook/i
const BOUNCE_SUBJECT = new RegExp(
  [
    '^(?:\\[[^\\]]{1,30}\\]\\s*)?(?:undeliver(?:able|ed)|undelivered mail|returned mail|mail (?:could not be )?(?:delivery|returned)|delivery (?:status|failure|failed|has failed|notification|delayed|incomplete|report))',
    'failure notice',
    'failed (?:delivery|mail)',
    'mail(?:-| )?(?:system )?(?:failure|error)',
    'message (?:delivery|could not|not delivered|undeliverable)',
    'warning: (?:could not send|message)',
    'nicht zustellbar',
    'unzustellbar',
    'unzustellbarkeit',
    'zustell(?:ung|fehler)',
    'mail(?:zu)?stellung',
    'non remis',
    'non délivr',
    'échec de la (?:remise|livraison)',
    'echec de la remise',
    'message non distribué',
    'no se puede entregar',
    'no entregado',
    'mensaje no entregado',
    'error de entrega',
    'imposible entregar',
    'non recapitabile',
    'mancat[ao] (?:consegna|recapito)',
    'errore di consegna',
    'onbestelbaar',
    'niet (?:te )?(?:bezorgd|bezorgen|afgeleverd)',
    'nedoručiteln',
    'nedoručen',
    'vrácen[áý] ',
    'niedostarczon',
    'niedoręczon',
    'nie można dostarczyć',
    'zwrot (?:poczty|wiadomości)',
    'não entregue',
    'não foi (?:possível )?entreg',
    'falha na entrega',
    ...['недоставлен', 'не доставлен', '配信不能', '配信エラー', '退信', '系统退信', '未送达', '未傳遞', '반송'],
  ].join('|'),
  'iu',
)
const BOUNCE_WORDS = new RegExp(
  [
    'this is the (?:qmail|mail|postfix)[\\w-]* (?:program|system)',
    'created automatically by (?:the )?(?:mail|smtp)',
    "(?:could|can)(?:not|n't| not) be (?:delivered|reached)",
    '(?:could|can)(?:not|n.t) deliver',
    'unable to deliver',
    '(?:was|were) not delivered',
    '(?:wasn.t|isn.t|hasn.t been) delivered',
    'delivery (?:to the following|has failed|failed|failure|attempt|of (?:your|the) (?:e-?mail|message))',
    'permanent (?:fatal )?errors?',
    'did not reach',
    'undeliverable',
    'returned to (?:you|sender)',
    'rejected your message',
    'delivery status notification',
    'user unknown',
    'address not found',
    'no such user',
    'mailbox (?:full|unavailable)',
    'generating server',
    'transcript of session',
    'in reply to (?:rcpt|mail|end of data|data)',
    'smtp error from',
    'remote (?:server|host|smtp server) (?:said|returned|responded)',
    'has been delayed',
    'konnte nicht (?:zugestellt|übermittelt)',
    'nicht zugestellt werden',
    'n.a pas pu être (?:remis|délivré|distribué)',
    'no se pudo entregar',
    'no se ha podido entregar',
    'non è stato possibile (?:consegnare|recapitare)',
    'impossibile recapitare',
    'kon niet worden (?:bezorgd|afgeleverd)',
    'nepodařilo (?:se )?doručit',
    'nebylo možné doručit',
    'nelze doručit',
    'nie (?:mogła|została|można|udało się) .{0,20}dostarcz',
    'não (?:pôde|foi possível|pode) .{0,10}entreg',
    'не (?:может быть|было|удалось|доставлено)',
    '退回',
    '无法送达',
    '配信できませんでした',
  ].join('|'),
  'iu',
)
const DELAY_WORDS =
  /\b(?:delay(?:ed)?|verzögert|will (?:keep|continue|be retried|retry)|still (?:trying|being retried)|warning: (?:could not send|message)|this is a warning (?:message )?only|(?:do not|don't|no) need to resend|incomplete)\b/i
const ANSWERED = /^(?:re|aw|fwd?|wg|sv|vs|tr|rv|odp|antw)\s*:/i
const SMTP_ANSWER =
  /(?<![\d.:/-])[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\b(?:said|returned|reason|error)[^\n]{0,40}[\s:']5\d\d[ -]/i

export interface BounceSigns {
  /** Local part of the sender's address. */
  sender: string
  senderName: string
  hasEmptyReturnPath: boolean
  subject: string
  text: string
}

/** True when a mail without the fields of RFC 3464 tells in words that our mail was not delivered, or is late. */
export function soundsLikeBounce({ sender, senderName, hasEmptyReturnPath, subject, text }: BounceSigns): boolean {
  const start = text.slice(0, 20_000)
  const isDaemon = DAEMON.test(sender) || DAEMON_NAME.test(senderName)
  const saysSo = !ANSWERED.test(subject) && BOUNCE_SUBJECT.test(subject)
  if (isDaemon) return saysSo || BOUNCE_WORDS.test(start)
  return (
    BOUNCE_WORDS.test(start) &&
    (saysSo || hasEmptyReturnPath) &&
    (SMTP_ANSWER.test(start) || (saysSo && hasEmptyReturnPath))
  )
}

/** True when the server says that it still tries. */
export function soundsLikeDelay(subject: string, text: string): boolean {
  return DELAY_WORDS.test(subject) || DELAY_WORDS.test(text.slice(0, 1500))
}
