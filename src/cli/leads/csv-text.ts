/** What a spreadsheet would take for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/
/** Digits after a sign compute nothing: telephone numbers and negative numbers stay as they are. */
const PLAIN_NUMBER = /^[+-]\d+(?:\.\d+)?$/

/** One record of RFC 4180 with its line end; cells that a spreadsheet would run get an apostrophe before them. */
export function csvRecord(cells: (string | number | null)[]): string {
  return `${cells.map(cell => quote(disarm(String(cell ?? '')))).join(',')}\r\n`
}

/** A cell as it was before `csvRecord` put an apostrophe to it. */
export function rearm(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell
}

function disarm(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}
