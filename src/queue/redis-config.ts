import type { RedisConnection, RedisFiles, RedisRecord } from './redis-record.ts'

/**
 * The child's whole configuration. Jobs must survive its end (AOF, at most one second lost, which the sweep repairs),
 * and must never be dropped for lack of memory (noeviction, which BullMQ requires).
 */
export function redisConfig(files: RedisFiles, record: RedisRecord): string {
  const lines: [string, ...string[]][] = [
    ...listenOn(record.connection),
    ['protected-mode', 'yes'],
    ['daemonize', 'no'],
    ['dir', files.folder],
    ['logfile', ''],
    ['loglevel', 'notice'],
    ['always-show-logo', 'no'],
    ['save', ''],
    ['appendonly', 'yes'],
    ['appendfsync', 'everysec'],
    ['auto-aof-rewrite-percentage', '100'],
    ['auto-aof-rewrite-min-size', '16mb'],
    ['maxmemory-policy', 'noeviction'],
    ['syslog-enabled', 'no'],
    ['syslog-ident', ownershipMark(record)],
  ]
  return `${lines.map(([name, ...values]) => [name, ...values.map(quote)].join(' ')).join('\n')}\n`
}

/** Stands in a setting without effect (syslog is off), where only somebody who may ask the server can read it. */
export function ownershipMark(record: RedisRecord): string {
  return `tend-${record.token}`
}

function listenOn(connection: RedisConnection): [string, ...string[]][] {
  if ('path' in connection)
    return [
      ['port', '0'],
      ['unixsocket', connection.path],
      ['unixsocketperm', '700'],
    ]
  return [
    ['bind', connection.host],
    ['port', String(connection.port)],
    ['requirepass', connection.password],
  ]
}

function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
