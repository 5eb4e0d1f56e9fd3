export interface Progress {
  /** How far it is, of `total`. */
  at(done: number): void
  stop(): void
}

/** A bar on standard error while somebody looks; nothing where the output goes to a file or a program. */
export async function showProgress(label: string, total: number): Promise<Progress> {
  if (!process.stderr.isTTY || total <= 0) return { at: () => undefined, stop: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: `${label} [{bar}] {percentage}%, {eta_formatted} to go`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 200,
  })
  bar.start(total, 0)
  return { at: done => bar.update(Math.min(done, total)), stop: () => bar.stop() }
}
