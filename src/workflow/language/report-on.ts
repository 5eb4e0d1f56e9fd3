import { LineCounter } from 'yaml'
import type { Problem } from '../problem.ts'
import { keyHome } from './key-homes.ts'
import { PROBLEM_KINDS } from './problem-codes.ts'
import { byPlace, type Report } from './report.ts'

const PROBLEMS_MAX = 100

/** An empty report on a text. It keeps the first hundred problems: more help nobody. */
export function reportOn(file: string, text: string): Report {
  let counted: LineCounter | null = null
  const placeOf = (offset: number) => {
    if (offset === 0) return { line: 1, col: 1 }
    counted ??= countLines(text)
    return counted.linePos(Math.min(offset, text.length))
  }
  const problems: Problem[] = []
  return {
    text,
    add(name, offset, { message, hint }) {
      if (problems.length >= PROBLEMS_MAX) return
      const { code, severity } = PROBLEM_KINDS[name]
      const { line, col } = placeOf(offset)
      const known = problems.some(one => one.code === code && one.line === line && one.message === message)
      if (!known) problems.push({ code, severity, file, line, column: col, message, hint })
    },
    homeOf: keyHome,
    lineOf: offset => placeOf(offset).line,
    problems: () => problems.toSorted(byPlace),
  }
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return lines
}
