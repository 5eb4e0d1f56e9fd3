import { Redis } from 'ioredis'
import type { Config } from '../../config.ts'
import { openSession } from '../../email/smtp/session.ts'
import { parseSmtpUrl } from '../../email/smtp/url.ts'
import { findRedisBinary, redisSearchPath } from '../../queue/redis-binary.ts'
import { systemClock } from '../../system-clock.ts'
import { causeWords, type Finding, fail, ok, warn } from './finding.ts'

const REDIS_LIMIT_MS = 2_000
const SMTP_LIMIT_MS = 10_000
const CLOCK_SLACK_MS = 60_000

/** What Tend talks to: Redis and the mail server. */
export async function examineServices(config: Config): Promise<Finding[]> {
  return (await Promise.all([examineRedis(config), examineSmtp(config)])).flat()
}

async function examineRedis(config: Config): Promise<Finding[]> {
  if (config.redisUrl === null) return [examineOwnRedis(config)]
  const redis = new Redis(config.redisUrl, {
    lazyConnect: true,
    connectTimeout: REDIS_LIMIT_MS,
    commandTimeout: REDIS_LIMIT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    const [seconds] = await redis.time()
    return [
      ok('redis', 'answers at REDIS_URL'),
      ...(await examinePolicy(redis)),
      ...examineRedisClock(Number(seconds) * 1000),
    ]
  } catch (error) {
    const remedy = 'Check REDIS_URL. Tend works without Redis, some seconds slower.'
    return [fail('redis', `does not answer at REDIS_URL: ${causeWords(error)}`, remedy)]
  } finally {
    redis.disconnect()
  }
}

async function examinePolicy(redis: Redis): Promise<Finding[]> {
  // Hosted Redis often forbids CONFIG: then there is nothing to say.
  const answer = await redis.config('GET', 'maxmemory-policy').catch(() => null)
  const policy = Array.isArray(answer) ? String(answer[1] ?? '') : ''
  if (policy === '' || policy === 'noeviction') return []
  return [warn('redis', `forgets when it is full (maxmemory-policy ${policy})`, 'Set maxmemory-policy to noeviction.')]
}

function examineRedisClock(theirs: number): Finding[] {
  const apart = Math.abs(theirs - systemClock.now())
  if (apart <= CLOCK_SLACK_MS) return []
  return [warn('clock', `differs from that of Redis by ${Math.round(apart / 1000)} seconds`, 'Set both clocks by NTP.')]
}

function examineOwnRedis({ searchPath, projectFolder }: Config): Finding {
  const binary = findRedisBinary(redisSearchPath(searchPath, projectFolder))
  if (binary !== null) return ok('redis', `\`tend up\` starts its own (${binary})`)
  return warn(
    'redis',
    'no REDIS_URL and no redis-server',
    'Install redis-server or valkey-server, or set REDIS_URL. Tend works without, some seconds slower.',
  )
}

async function examineSmtp({ smtpUrl }: Config): Promise<Finding[]> {
  if (smtpUrl === null) return [ok('mail', 'captured, never sent: SMTP_URL is not set')]
  const server = parseSmtpUrl(smtpUrl)
  const where = `${server.host}:${server.port}`
  try {
    // Greets, and encrypts where that is wanted; neither logs in nor sends.
    const session = await openSession({ ...server, auth: null }, { connectMs: SMTP_LIMIT_MS, silenceMs: SMTP_LIMIT_MS })
    await session.quit()
    return [ok('mail', `${where} answers`)]
  } catch (error) {
    return [
      fail(
        'mail',
        `${where} does not answer: ${causeWords(error)}`,
        'Check SMTP_URL and the firewall; mail waits meanwhile and is not lost.',
      ),
    ]
  }
}
