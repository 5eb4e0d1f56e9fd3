import { statfsSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'

const TMPFS = 0x01021994

/** What figures are worth nothing without. */
export function machineWords(): string {
  const cpu = cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown processor'
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return `Node ${process.version}, ${availableParallelism()} cores (${cpu}), ${memory}, ${type()} ${release()}`
}

export function loadWords(): string {
  return loadavg()[0]?.toFixed(2) ?? '?'
}

/** Durability measured in memory is none: databases go where there is a disk. */
export function useRealDisk(tell: (words: string) => void): void {
  if (process.platform !== 'linux' || statfsSync(tmpdir()).type !== TMPFS) return
  tell(`${tmpdir()} is kept in memory; the databases go to /var/tmp`)
  process.env.TMPDIR = '/var/tmp'
}
