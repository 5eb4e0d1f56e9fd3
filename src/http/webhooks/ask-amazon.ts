const TIMEOUT_MS = 10_000
const LONGEST_ANSWER = 64 * 1024

/** A GET without anything of ours in it; follows no redirect. Throws when there is no good answer within ten seconds. */
export async function askAmazon(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`expected an answer of ${new URL(url).host}, came ${answer.status}`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    if (size > LONGEST_ANSWER) throw new Error(`expected at most ${LONGEST_ANSWER} bytes of ${new URL(url).host}`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
