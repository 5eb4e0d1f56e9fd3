import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TendError } from './domain/errors.ts'
import { readSender } from './domain/mail/read-sender.ts'

/** Everything the environment says, read once. Secrets may also come as `NAME_FILE`. */
export interface Config {
  /** The folder that relative defaults are resolved from. */
  projectFolder: string
  host: string
  port: number
  /** As set; null when the product is only reached on this machine. */
  publicUrl: string | null
  /** True when others than this machine may reach it. */
  isPublic: boolean
  dataFolder: string
  databaseUrl: string
  redisUrl: string | null
  smtpUrl: string | null
  mailFrom: string | null
  /** Null: generated into the data folder. */
  secret: string | null
  adminToken: string | null
  ingestToken: string | null
  workflowsFolder: string
  templatesFolder: string
  settingsFile: string
  /** Where programs are looked for. */
  searchPath: string
  /** For `${NAME}` in tend.yaml. */
  variable(name: string): string | undefined
}

type Environment = Record<string, string | undefined>

const SECRET_LENGTH_MIN = 16
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost', '[::1]'])

/** Reads the environment; throws one TendError that lists every problem with variable, expected form and example. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = []
  const read = (name: string) => readVariable(environment, name, problems)
  const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')
  const path = (name: string, fallback: string) => resolve(projectFolder, read(name) ?? fallback)
  const dataFolder = path('TEND_DATA', 'data')
  const host = read('HOST') ?? '127.0.0.1'
  const publicText = read('PUBLIC_URL')
  const publicUrl = readPublicUrl(publicText, problems)
  const config: Config = {
    projectFolder,
    host,
    port: readPort(read('PORT'), problems),
    publicUrl,
    // A public URL that cannot be read is one all the same: its requirements belong into the same list of problems.
    isPublic: publicText !== undefined || !LOOPBACK.has(host),
    dataFolder,
    databaseUrl: readDatabaseUrl(read('DATABASE_URL'), { dataFolder, projectFolder }, problems),
    redisUrl: readUrl('REDIS_URL', read('REDIS_URL'), ['redis:', 'rediss:', 'unix:'], problems),
    smtpUrl: readUrl('SMTP_URL', read('SMTP_URL'), ['smtp:', 'smtps:'], problems),
    mailFrom: readMailFrom(read('MAIL_FROM'), problems),
    secret: read('TEND_SECRET') ?? null,
    adminToken: read('TEND_ADMIN_TOKEN') ?? null,
    ingestToken: read('TEND_INGEST_TOKEN') ?? null,
    workflowsFolder: path('TEND_WORKFLOWS', 'workflows'),
    templatesFolder: path('TEND_TEMPLATES', 'templates'),
    settingsFile: path('TEND_CONFIG', 'tend.yaml'),
    searchPath: environment.PATH ?? '',
    variable: name => readVariable(environment, name, []),
  }
  problems.push(...requirements(config))
  if (problems.length > 0) throw badEnvironment(problems)
  return Object.freeze(config)
}

function readVariable(environment: Environment, name: string, problems: string[]): string | undefined {
  const value = environment[name]?.trim()
  if (value) return value
  const file = environment[`${name}_FILE`]?.trim()
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    problems.push(
      `${name}_FILE: expected a readable file, came ${file}. Example: ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
    )
    return undefined
  }
}

function readPort(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 3000
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  problems.push(`PORT: expected a whole number from 0 (any free port) to 65535, came ${text}. Example: PORT=3000`)
  return 3000
}

function readPublicUrl(text: string | undefined, problems: string[]): string | null {
  const url = readUrl('PUBLIC_URL', text, ['https:', 'http:'], problems)
  return url === null ? null : url.replace(/\/+$/, '')
}

const EXAMPLES: Record<string, string> = {
  PUBLIC_URL: 'PUBLIC_URL=https://tend.example.com',
  REDIS_URL: 'REDIS_URL=redis://127.0.0.1:6379',
  SMTP_URL: 'SMTP_URL=smtp://user:password@mail.example.com:587',
}

function readUrl(name: string, text: string | undefined, schemes: string[], problems: string[]): string | null {
  if (text === undefined) return null
  if (URL.canParse(text) && schemes.includes(new URL(text).protocol)) return text
  const forms = schemes.map(scheme => `${scheme}//…`).join(' or ')
  // The value may hold a password, so it is not repeated.
  problems.push(`${name}: expected a URL ${forms}, came something else. Example: ${EXAMPLES[name]}`)
  return null
}

function readDatabaseUrl(
  text: string | undefined,
  folders: { dataFolder: string; projectFolder: string },
  problems: string[],
): string {
  if (text === undefined) return resolve(folders.dataFolder, 'tend.db')
  if (text.startsWith('file:')) {
    const path = decodeURIComponent(text.replace(/^file:(\/\/)?/, ''))
    return isAbsolute(path) ? path : resolve(folders.projectFolder, path)
  }
  problems.push(
    'DATABASE_URL: expected file:… (a SQLite file), came something else. Example: DATABASE_URL=file:./data/tend.db',
  )
  return ''
}

function readMailFrom(text: string | undefined, problems: string[]): string | null {
  if (text === undefined) return null
  if (readSender(text) !== null) return text
  problems.push(
    `MAIL_FROM: expected an address, came ${text}. Example: MAIL_FROM="Jana at Contoso <jana@contoso.example>"`,
  )
  return null
}

function requirements(config: Config): string[] {
  const problems: string[] = []
  const why = 'because Tend can be reached by others (HOST or PUBLIC_URL)'
  const secrets = { TEND_SECRET: config.secret, TEND_ADMIN_TOKEN: config.adminToken }
  for (const [name, value] of Object.entries(secrets)) {
    if (!config.isPublic || (value !== null && value.length >= SECRET_LENGTH_MIN)) continue
    const came = value === null ? 'came nothing' : `came ${value.length}`
    problems.push(
      `${name}: expected ${SECRET_LENGTH_MIN} characters or more, ${why}, ${came}. Example: ${name}=$(openssl rand -base64 32)`,
    )
  }
  if (config.smtpUrl !== null && !LOOPBACK.has(new URL(config.smtpUrl).hostname)) {
    const needed = 'because SMTP_URL sends real mail'
    if (config.publicUrl === null) problems.push(`PUBLIC_URL: expected, ${needed}. Example: ${EXAMPLES.PUBLIC_URL}`)
    if (config.mailFrom === null)
      problems.push(`MAIL_FROM: expected, ${needed}. Example: MAIL_FROM=jana@contoso.example`)
  }
  return problems
}

function badEnvironment(problems: string[]): TendError {
  return new TendError({
    code: 'bad-settings',
    message: `The environment has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n  ${problems.join('\n  ')}`,
    nextAction: 'Set what is named above and start again.',
  })
}
