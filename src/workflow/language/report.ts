import type { Problem } from '../problem.ts'
import type { ProblemName } from './problem-codes.ts'

/** Collects what is wrong with one file; offsets become lines and columns. */
export interface Report {
  text: string
  add(name: ProblemName, offset: number, words: { message: string; hint: string }): void
  /** Where a key belongs that stands in a place that does not know it; null for one that belongs nowhere. */
  homeOf(key: string): string | null
  /** Line from 1. */
  lineOf(offset: number): number
  /** In the order of the file. */
  problems(): Problem[]
}

/** Sorts by file, line, column. */
export function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
