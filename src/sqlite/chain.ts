import { hash } from 'node:crypto'

/** One event as it is hashed: `data` is the JSON text of the row, `textHash` stands for words that may be erased. */
export interface ChainLink {
  seq: number
  at: number
  kind: string
  data: string
  textHash: string | null
}

/** The hash of a link: of the one before (the lead's id before the first) and of everything the event says. */
export function linkHash(previous: string, link: ChainLink): string {
  return sha256(JSON.stringify([previous, link.seq, link.at, link.kind, link.data, link.textHash]))
}

/** Salted, so that a short text cannot be guessed from the hash that outlives it. */
export function hashText(salt: string, text: string): string {
  return sha256(JSON.stringify([salt, text]))
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
