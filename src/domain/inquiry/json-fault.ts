export interface JsonFault {
  /** Characters before the fault. */
  at: number
  /** What should have stood there. */
  expected: string
}

type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close' | 'end'

interface Scan {
  text: string
  at: number
  expecting: Expectation
  /** Open braces and brackets. */
  open: string[]
}

const BLANK = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Where text stops being JSON (RFC 8259) and what was expected there; null when it is JSON. The answer never quotes
 * the text, which may hold personal data. Takes time in proportion to the length, however deep the nesting.
 */
export function findJsonFault(text: string): JsonFault | null {
  const scan: Scan = { text, at: 0, expecting: 'value', open: [] }
  for (;;) {
    scan.at = endOf(BLANK, scan) ?? scan.at
    if (scan.at >= text.length) {
      return scan.expecting === 'end' ? null : { at: text.length, expected: nameOf(scan) }
    }
    const fault = takeToken(scan)
    if (fault) return fault
  }
}

/** The place of a fault as people count it: `line 3, column 5`. */
export function describePlace(text: string, at: number): string {
  const lines = text.slice(0, at).split(/\r\n|\n|\r/)
  const column = (lines.at(-1) ?? '').length + 1
  return `line ${lines.length}, column ${column}`
}

function takeToken(scan: Scan): JsonFault | null {
  switch (scan.expecting) {
    case 'value':
    case 'value or ]':
      return takeValue(scan)
    case 'key':
    case 'key or }':
      return takeKey(scan)
    case 'colon':
      return takeSign(scan, ':', 'value')
    case 'comma or close':
      return takeCommaOrClose(scan)
    case 'end':
      return { at: scan.at, expected: nameOf(scan) }
  }
}

function takeValue(scan: Scan): JsonFault | null {
  const sign = scan.text[scan.at]
  if (sign === '{' || sign === '[') {
    scan.open.push(sign)
    scan.expecting = sign === '{' ? 'key or }' : 'value or ]'
    scan.at++
    return null
  }
  if (sign === ']' && scan.expecting === 'value or ]') return close(scan)
  if (sign === '"') return takeString(scan, afterValue(scan))
  const end = endOf(NUMBER, scan) ?? endOf(WORD, scan)
  if (end === null) return { at: scan.at, expected: nameOf(scan) }
  scan.at = end
  scan.expecting = afterValue(scan)
  return null
}

function takeKey(scan: Scan): JsonFault | null {
  const sign = scan.text[scan.at]
  if (sign === '}' && scan.expecting === 'key or }') return close(scan)
  if (sign !== '"') return { at: scan.at, expected: nameOf(scan) }
  return takeString(scan, 'colon')
}

function takeCommaOrClose(scan: Scan): JsonFault | null {
  const inObject = scan.open.at(-1) === '{'
  if (scan.text[scan.at] === (inObject ? '}' : ']')) return close(scan)
  return takeSign(scan, ',', inObject ? 'key' : 'value')
}

function takeSign(scan: Scan, sign: string, next: Expectation): JsonFault | null {
  if (scan.text[scan.at] !== sign) return { at: scan.at, expected: nameOf(scan) }
  scan.at++
  scan.expecting = next
  return null
}

function close(scan: Scan): null {
  scan.open.pop()
  scan.at++
  scan.expecting = afterValue(scan)
  return null
}

function takeString(scan: Scan, next: Expectation): JsonFault | null {
  const start = scan.at++
  for (;;) {
    const code = scan.text.charCodeAt(scan.at)
    if (Number.isNaN(code)) return { at: start, expected: 'a text that is closed with "' }
    if (code < 0x20) return { at: scan.at, expected: 'no bare control character or line break inside a text' }
    if (code === 0x22) break
    const end = code === 0x5c ? endOf(ESCAPE, scan) : scan.at + 1
    if (end === null) return { at: scan.at, expected: 'a valid escape after \\' }
    scan.at = end
  }
  scan.at++
  scan.expecting = next
  return null
}

function endOf(pattern: RegExp, scan: Scan): number | null {
  pattern.lastIndex = scan.at
  return pattern.test(scan.text) ? pattern.lastIndex : null
}

function afterValue(scan: Scan): Expectation {
  return scan.open.length === 0 ? 'end' : 'comma or close'
}

function nameOf(scan: Scan): string {
  switch (scan.expecting) {
    case 'value':
      return 'a value'
    case 'value or ]':
      return 'a value or "]"'
    case 'key':
      return 'a field name in double quotes'
    case 'key or }':
      return 'a field name in double quotes or "}"'
    case 'colon':
      return '":" after the field name'
    case 'comma or close':
      return scan.open.at(-1) === '{' ? '"," or "}" after the value' : '"," or "]" after the value'
    case 'end':
      return 'nothing more after the end of the object'
  }
}
