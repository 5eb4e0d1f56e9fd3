const GAP = '  '
const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Columns side by side, each as wide as its widest cell; texts of strangers lose their control characters. */
export function table(headers: string[], rows: string[][]): string {
  const cells = [headers, ...rows].map(row => row.map(plainLine))
  const widths = headers.map((_, column) => Math.max(...cells.map(row => widthOf(row[column] ?? ''))))
  return cells.map(row => drawRow(row, widths)).join('\n')
}

/** One line that moves no cursor and sends nothing to the terminal. */
export function plainLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').trim()
}

function drawRow(row: string[], widths: number[]): string {
  return widths
    .map((width, column) => padTo(row[column] ?? '', width))
    .join(GAP)
    .trimEnd()
}

function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

function widthOf(text: string): number {
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}
