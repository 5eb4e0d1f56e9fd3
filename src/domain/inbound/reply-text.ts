import { cleanParagraphs } from '../text/clean-text.ts'

/** Stands where a mail program begins the history of a conversation. */
export const HISTORY_LINE = '-----Original Message-----'

const TEXT_MAX = 4000
const LINES_MAX = 4000
const FIRST_LINES = 12

const ORIGINAL_WORDS = [
  ...['original message', 'original appointment', 'forwarded message', 'begin forwarded message'],
  ...['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'weitergeleitete nachricht'],
  ...['message d.origine', 'message original', 'message transféré', 'courriel original', 'mensaje original'],
  ...['mensaje reenviado', 'messaggio originale', 'messaggio inoltrato', 'oorspronkelijk bericht'],
  'doorgestuurd bericht',
  'původní (?:zpráva|e-?mail)',
  'přeposlaná zpráva',
  '(?:oryginalna )?wiadomość oryginalna',
  ...['oryginalna wiadomość', 'mensagem original', 'mensagem encaminhada', 'ursprungligt meddelande'],
  'oprindelig meddelelse',
  'opprinnelig melding',
  'pôvodná správa',
  'исходное сообщение',
  '元のメッセージ',
  '原始邮件',
]
const HISTORY = new RegExp(`^[>\\s]*[-_*]{2,}\\s*(?:${ORIGINAL_WORDS.join('|')})\\s*[-_*]{2,}\\s*$`, 'iu')
const RULE = /^[_=-]{10,}$/

const FROM_FIELD = /^\*?(?:from|von|de|da|van|od|från|fra|från|отправитель|от|差出人|发件人|寄件者)\*?\s*[:：]/iu
const OTHER_FIELD = new RegExp(
  `^\\*?(?:${[
    ...['sent', 'date', 'to', 'cc', 'subject', 'gesendet', 'datum', 'an', 'betreff', 'envoyé(?: le)?', 'à', 'objet'],
    ...['enviado(?: el| em)?', 'fecha', 'para', 'asunto', 'assunto', 'inviato', 'data', 'a', 'oggetto', 'verzonden'],
    'aan',
    'onderwerp',
    'odesláno',
    'komu',
    'kopie',
    'předmět',
    'wysłano',
    'wysłane',
    'do',
    'dw',
    'temat',
    'skickat',
    'till',
    'ämne',
    'sendt',
    'til',
    'emne',
    'отправлено',
    'кому',
    'тема',
    '送信日時',
    '宛先',
    '件名',
    '发送时间',
    '收件人',
    '主题',
  ].join('|')})\\*?\\s*[:：]`,
  'iu',
)

const WROTE = [
  ...['wrote', 'writes', 'schrieb', 'a écrit', 'escribió', 'escribio', 'ha scritto', 'scrisse', 'schreef', 'skrev'],
  'napsala?',
  'napsal\\(a\\)',
  'napísala?',
  'napisał(?:a|\\(a\\))?',
  'napisal(?:a|\\(a\\))?',
  'escreveu',
  'пишет',
  'написала?',
  'pisze',
  'kirjoitti',
  'yazdı',
  'írta',
  'geschreven',
  'のメール',
  '写道',
  'schreef het volgende',
  'schrieb folgendes',
].join('|')
const ATTRIBUTION = new RegExp(`(?:^|[\\s>])(?:${WROTE})(?: [^:]{0,60})?\\s*[:：]\\s*$`, 'iu')
const VERB_FIRST = /\d.*\b(?:schrieb|skrev)\b.{0,120}:\s*$/iu
const BARE_ATTRIBUTION = /^.{0,40}\d{4}.{0,80}<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$/u
const ATTRIBUTION_MAX = 240

const SIGNATURE = /^--$/
const SENT_FROM =
  /^(?:sent from (?:my |outlook|mail for|yahoo|proton)|get outlook for|von meinem .{1,30} gesendet|gesendet (?:von|mit) |envoyé de(?:puis)? mon |enviado desde mi |inviato da(?:l mio)? |verzonden (?:vanaf|met) mijn |odesláno z |wysłane z |enviado do meu )/iu

/**
 * What somebody wrote anew in an answer, without the quoted mail and the signature, cleaned, at most 4,000 characters. When
 * nothing would be left, the first lines as they are. Forms: RFC 3676 (`>`, `-- `), Outlook, Gmail and Apple Mail.
 */
export function replyText(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n', LINES_MAX)
    .map(line => line.trimEnd())
  const fresh = withoutSignature(withoutQuotes(lines.slice(0, historyStart(lines))))
  return cleanParagraphs(fresh.join('\n'), TEXT_MAX) ?? cleanParagraphs(firstLines(lines).join('\n'), TEXT_MAX) ?? ''
}

function historyStart(lines: string[]): number {
  for (const [index, line] of lines.entries()) {
    if (HISTORY.test(line) || isHeaderBlock(lines, index)) return index
    if (RULE.test(line.trim()) && isHeaderBlock(lines, nextFilled(lines, index + 1))) return index
    if (attributionLength(lines, index) > 0 && !isQuotedBelow(lines, index)) return index
  }
  return lines.length
}

function isHeaderBlock(lines: string[], index: number): boolean {
  const line = lines[index]
  if (line === undefined || !FROM_FIELD.test(line.trim())) return false
  const below = lines.slice(index + 1, index + 7).filter(next => OTHER_FIELD.test(next.trim()))
  return below.length >= 2
}

function nextFilled(lines: string[], from: number): number {
  const found = lines.findIndex((line, index) => index >= from && line.trim() !== '')
  return found < 0 ? lines.length : found
}

/** How many lines say who wrote the quoted mail and when: mail programs wrap them. */
function attributionLength(lines: string[], index: number): number {
  const first = lines[index]?.trim() ?? ''
  if (first === '' || first.startsWith('>')) return 0
  let joined = ''
  for (let length = 1; length <= 4; length += 1) {
    const next = lines[index + length - 1]?.trim() ?? ''
    if (next === '') return 0
    joined = `${joined} ${next}`.trim()
    if (joined.length > ATTRIBUTION_MAX) return 0
    if (isAttribution(joined)) return length
    if (/[.!?]$/.test(next)) return 0
  }
  return 0
}

function isAttribution(line: string): boolean {
  if (!/[:：]$/.test(line)) return false
  if (BARE_ATTRIBUTION.test(line)) return true
  return (/\d|@/.test(line) && ATTRIBUTION.test(line)) || VERB_FIRST.test(line)
}

// Answers between the quoted lines belong to the new text; without `>` all that follows is old.
function isQuotedBelow(lines: string[], index: number): boolean {
  const below = nextFilled(lines, index + attributionLength(lines, index))
  return lines[below]?.trimStart().startsWith('>') ?? false
}

function withoutQuotes(lines: string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const attribution = attributionLength(lines, index)
    if (attribution > 0) {
      index += attribution - 1
      continue
    }
    const line = lines[index] ?? ''
    if (!line.trimStart().startsWith('>')) kept.push(line)
  }
  return kept
}

function withoutSignature(lines: string[]): string[] {
  const dashes = lines.findIndex(line => SIGNATURE.test(line))
  const kept = dashes < 0 ? lines : lines.slice(0, dashes)
  return kept.filter(line => !SENT_FROM.test(line.trim()))
}

function firstLines(lines: string[]): string[] {
  const filled = lines.map(line => line.replace(/^[\s>]+/, '')).filter(line => line !== '')
  return filled.slice(0, FIRST_LINES)
}
