const LONGEST_LINE = 76

/** Wraps a plain-text mail at spaces to 76 columns; lists and quotes keep their indent, long links stay whole. */
export function wrapText(text: string): string {
  return text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n')
    .map(line => (line.length > LONGEST_LINE ? wrapLine(line) : line))
    .join('\n')
}

function wrapLine(line: string): string {
  const lead = /^(?:[ >]*(?:- |\d+\. )?)/.exec(line)?.[0] ?? ''
  const indent = lead.replace(/[-\d.]/g, ' ')
  const lines: string[] = []
  let current = lead
  for (const word of line.slice(lead.length).split(' ')) {
    const isFresh = current.length === indent.length
    if (!isFresh && current.length + 1 + word.length > LONGEST_LINE) {
      lines.push(current)
      current = indent + word
    } else current += isFresh ? word : ` ${word}`
  }
  return [...lines, current].join('\n')
}
