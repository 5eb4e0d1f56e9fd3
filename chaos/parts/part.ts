import { findRedisBinary, redisSearchPath } from '../../src/queue/redis-binary.ts'
import { PROJECT } from '../product/ground.ts'
import type { CaseResult } from '../stage.ts'

export interface PartOptions {
  seed: number
  isShort: boolean
  /** Kills of the kill loop. */
  kills: number
  keep: boolean
  /** Names of the cases to play; all of the part when empty. */
  only: (caseName: string) => boolean
  say(words: string): void
}

export interface CaseReport extends CaseResult {
  name: string
}

/** A part of the rig: one row of the table. */
export interface Part {
  name: string
  /** What it does to the product, for the document. */
  words: string
  /** Quick enough for the tests of every change. */
  isInShort: boolean
  /** Why it cannot run on this machine and how to get what is missing; null when it can. */
  missing(): Promise<string | null>
  run(options: PartOptions): Promise<CaseReport[]>
}

export async function nothingMissing(): Promise<null> {
  return null
}

/** The task for each item, some side by side; the order of the answers is that of the items. */
export async function inParallel<T, R>(items: T[], lanes: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const answers = new Array<R>(items.length)
  const left = items.entries()
  const work = async () => {
    for (const [index, item] of left) answers[index] = await task(item)
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return answers
}

export async function redisIsThere(): Promise<string | null> {
  const found = findRedisBinary(redisSearchPath(process.env.PATH ?? '', PROJECT))
  return found === null ? 'no redis-server; get one with script/setup --need-redis' : null
}
