const LONGEST_LINE = 76
const HEX = Buffer.from('0123456789ABCDEF')
const [NEW_LINE, CARRIAGE_RETURN, SPACE, TAB, EQUALS, DOT] = [10, 13, 32, 9, 61, 46]
// 1: stands for itself. Blanks do too, except at the end of a line.
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= SPACE && byte < 127 && byte !== EQUALS) || byte === TAB ? 1 : 0,
)

// Kept from mail to mail: fresh buffers of this size cost more than the encoding.
let scratch = { input: Buffer.alloc(0), output: Buffer.alloc(0) }

/** UTF-8 text as quoted-printable lines of at most 76 characters with CRLF ends (RFC 2045 section 6.7). */
export function quotedPrintable(text: string): string {
  const { input, output } = makeRoom(text.length)
  const last = input.write(text, 'utf8')
  input[last] = NEW_LINE
  let length = 0
  let column = 0
  for (let at = 0; at < last; at += 1) {
    const byte = input[at] as number
    if (byte === NEW_LINE) {
      output[length++] = CARRIAGE_RETURN
      output[length++] = NEW_LINE
      column = 0
      continue
    }
    const endsLine = input[at + 1] === NEW_LINE
    // A dot that begins a line is the one byte SMTP itself would have to change.
    let isPlain = PLAIN[byte] === 1 && !(endsLine && byte <= SPACE) && !(byte === DOT && column === 0)
    if (column + (isPlain ? 1 : 3) > (endsLine ? LONGEST_LINE : LONGEST_LINE - 1)) {
      output[length++] = EQUALS
      output[length++] = CARRIAGE_RETURN
      output[length++] = NEW_LINE
      column = 0
      isPlain &&= byte !== DOT
    }
    if (isPlain) {
      output[length++] = byte
      column += 1
    } else {
      output[length++] = EQUALS
      output[length++] = HEX[byte >> 4] as number
      output[length++] = HEX[byte & 15] as number
      column += 3
    }
  }
  return output.toString('latin1', 0, length)
}

function makeRoom(characters: number): typeof scratch {
  const bytes = characters * 3 + 1
  if (scratch.input.length < bytes) {
    // Three bytes for each, and a soft break of three for every 73 of those.
    scratch = { input: Buffer.alloc(bytes), output: Buffer.alloc(Math.ceil(bytes * 3.2) + 16) }
  }
  return scratch
}
