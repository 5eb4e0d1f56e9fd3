const LONGEST_LINE = 76
const HEX = Buffer.from('0123456789ABCDEF')
const [NEW_LINE, CARRIAGE_RETURN, SPACE, TAB, EQUALS, DOT] = [10, 13, 32, 9, 61, 46]

/** UTF-8 text as quoted-printable lines of at most 76 characters with CRLF ends (RFC 2045 section 6.7). */
export function quotedPrintable(text: string): Buffer {
  const input = Buffer.from(text, 'utf8')
  // Three bytes for each, and a soft break of three for every 73 of those.
  const output = Buffer.allocUnsafe(Math.ceil(input.length * 3.2) + 16)
  let length = 0
  let column = 0
  for (let at = 0; at < input.length; at += 1) {
    const byte = input[at] ?? 0
    if (byte === NEW_LINE) {
      output[length++] = CARRIAGE_RETURN
      output[length++] = NEW_LINE
      column = 0
      continue
    }
    const next = input[at + 1] ?? NEW_LINE
    const plain = isPlain(byte, next)
    const width = plain ? 1 : 3
    if (column + width > LONGEST_LINE - (next === NEW_LINE ? 0 : 1)) {
      output[length++] = EQUALS
      output[length++] = CARRIAGE_RETURN
      output[length++] = NEW_LINE
      column = 0
    }
    // A dot that begins a line is the one byte SMTP itself would have to change.
    if (plain && !(byte === DOT && column === 0)) {
      output[length++] = byte
      column += 1
    } else {
      output[length++] = EQUALS
      output[length++] = HEX[byte >> 4] ?? 0
      output[length++] = HEX[byte & 15] ?? 0
      column += 3
    }
  }
  return output.subarray(0, length)
}

function isPlain(byte: number, next: number): boolean {
  if (byte === SPACE || byte === TAB) return next !== NEW_LINE
  return byte > SPACE && byte < 127 && byte !== EQUALS
}
