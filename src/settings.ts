import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { TendError } from './domain/errors.ts'
import { DEFAULT_INTENTS } from './domain/intent.ts'
import { readSender } from './domain/mail/read-sender.ts'
import type { Publisher, Settings } from './domain/settings.ts'
import type { OpeningHours } from './domain/time/opening-hours.ts'
import { DAY_MS } from './domain/time/units.ts'
import { fillVariables, type Variable } from './settings/fill-variables.ts'
import { readIntents } from './settings/intents.ts'
import { NO_MAILBOX, PLAIN_LINKS } from './settings/mail-keys.ts'
import { readOffers } from './settings/offers.ts'
import { SETTINGS_PROBLEM_KINDS } from './settings/problem-kinds.ts'
import { readScoring } from './settings/scoring.ts'
import { reportUnused } from './settings/section.ts'
import { reportOnSettings, type SettingsReport } from './settings/settings-report.ts'
import { readTeams } from './settings/teams.ts'
import { SHIPPED_LIMITS, TOP_KEYS } from './settings/top-keys.ts'
import { NO_WEBHOOKS } from './settings/webhook-keys.ts'
import { isSmallEnough } from './workflow/language/pre-scan.ts'
import { readKeys, type Values } from './workflow/language/reading.ts'
import { entryOf, readSource } from './workflow/language/source.ts'
import type { MapNode } from './workflow/language/source-node.ts'
import { type Problem, problemLine } from './workflow/problem.ts'

export interface SettingsReading {
  /** Null when anything is wrong; warnings alone leave it whole. */
  settings: Settings | null
  problems: Problem[]
}

/**
 * Reads the text of `tend.yaml`: the settings with every default filled in, and all problems at once in the order of
 * the file. `variable` answers for `${NAME}`; what it answers never shows in a problem. Never throws.
 */
export function readSettings({ file, text }: { file: string; text: string }, variable: Variable): SettingsReading {
  const report = reportOnSettings(file, text.startsWith('\uFEFF') ? text.slice(1) : text)
  if (!isSmallEnough(report)) return { settings: null, problems: report.problems() }
  const { root, brokenAt } = readSource(report)
  if (root?.kind !== 'map') {
    if (root?.kind !== 'refused') reportNone(report)
    return { settings: null, problems: problemsOf(report, brokenAt) }
  }
  const settings = readRoot(report, fillVariables(root, NOT_USED_YET, { report, variable }), variable)
  const problems = problemsOf(report, brokenAt)
  return { settings: problems.some(({ severity }) => severity === 'error') ? null : settings, problems }
}

/** Reads the file. Throws a TendError when there is none or it is no text; what is wrong inside is in the problems. */
export async function readSettingsFile(path: string, variable: Variable): Promise<SettingsReading> {
  const file = shown(path)
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  if (isUtf8(bytes)) return readSettings({ file, text: bytes.toString('utf8') }, variable)
  throw new TendError({
    code: 'bad-settings',
    message: `expected settings in UTF-8 in ${file}, came other bytes`,
    nextAction: 'Save the file as UTF-8.',
  })
}

/** The settings of the file. Throws one TendError with every problem when they cannot be used. */
export async function loadSettings(
  path: string,
  variable: Variable,
  onWarning: (line: string) => void = () => undefined,
): Promise<Settings> {
  const { settings, problems } = await readSettingsFile(path, variable)
  if (settings !== null) {
    for (const warning of problems) onWarning(problemLine(warning))
    return settings
  }
  const errors = problems.filter(({ severity }) => severity === 'error')
  throw new TendError({
    code: 'bad-settings',
    message: `the settings cannot be used:\n${errors.map(problemLine).join('\n')}`,
    nextAction: 'Correct the file and run `tend check`.',
  })
}

const NOT_USED_YET = ['crm']
const OWN_READERS = ['offers', 'teams', 'scoring', 'intents']
const WORKING_HOURS: OpeningHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' }

function readRoot(report: SettingsReport, root: MapNode, variable: Variable): Settings | null {
  const top = readKeys(root, TOP_KEYS, { report, elsewhere: [...OWN_READERS, ...NOT_USED_YET] })
  const offers = readOffers(report, root)
  const teams = readTeams(report, root)
  const scoring = readScoring(report, root)
  const intents = readIntents(report, root)
  reportUnused(report, root, NOT_USED_YET)
  if (top?.limits) reportZeroLimits(report, root, top.limits)
  const sender = readSender(variable('MAIL_FROM') ?? '')?.email ?? top?.publisher.sender.email ?? ''
  if (top?.dkim) reportForeignSignature(report, root, { domain: top.dkim.domain, sender })
  if (!top || !offers || !teams || !scoring || !intents) return null
  return {
    publisher: publisherOf(top.publisher, sender),
    offers,
    teams,
    limits: top.limits ?? SHIPPED_LIMITS,
    quietHours: top['quiet-hours'] ?? null,
    firstTouchMs: top['first-touch'] ?? DAY_MS,
    zone: top.zone ?? 'UTC',
    businessHours: top['business-hours'] ?? WORKING_HOURS,
    holidays: top.holidays ?? [],
    scoring,
    intents: { ...DEFAULT_INTENTS, ...intents },
    doNotContact: { liftedBy: top['do-not-contact']?.['lifted-by'] ?? 'person' },
    evidence: top.evidence ?? null,
    mailbox: top.mailbox ?? NO_MAILBOX,
    dkim: top.dkim ?? null,
    links: top.links ?? PLAIN_LINKS,
    webhooks: top.webhooks ?? NO_WEBHOOKS,
    providerLookup: top['provider-lookup'] !== 'off',
  }
}

/** Answers go to whoever writes, also where the environment names the sender. */
function publisherOf(written: Values<typeof TOP_KEYS>['publisher'], sender: string): Publisher {
  return {
    name: written.name,
    postalAddress: written['postal-address'],
    privacyUrl: written['privacy-url'],
    bookingUrl: written['booking-url'] ?? null,
    sender: written.sender,
    replyTo: written['reply-to'] ?? sender,
  }
}

function reportZeroLimits(report: SettingsReport, root: MapNode, limits: Settings['limits']): void {
  const map = entryOf(root, 'limits')?.value
  if (map?.kind !== 'map') return
  const zeros = [limits.per30Days === 0 ? 'per-30-days' : null, limits.ceilingPerDay === 0 ? 'ceiling' : null]
  for (const { key, value } of map.entries) {
    if (!zeros.includes(key)) continue
    report.tell('no-mail-at-all', value.start, {
      message: `\`${key}\` of 0 means that no mail is sent at all`,
      hint: 'For no limit write `unlimited`.',
    })
  }
}

/** A signature of another organisation passes no DMARC. */
function reportForeignSignature(
  report: SettingsReport,
  root: MapNode,
  { domain, sender }: { domain: string; sender: string },
): void {
  const own = (sender.split('@').at(-1) ?? '').toLowerCase()
  if (organisation(domain) === organisation(own)) return
  const map = entryOf(root, 'dkim')?.value
  const value = map?.kind === 'map' ? entryOf(map, 'domain')?.value : undefined
  report.tell('wrong-value', value?.start ?? root.start, {
    message: `\`domain\` is not the domain of the sender, so the signature says nothing for mail from \`${own}\``,
    hint: `Write \`domain: ${own}\`, with the key that its DNS knows.`,
  })
}

/** Its last two labels: who shares them may still be a stranger, who does not surely is. */
function organisation(domain: string): string {
  return domain.toLowerCase().split('.').slice(-2).join('.')
}

function reportNone(report: SettingsReport): void {
  report.tell('not-settings', 0, {
    message: 'the file holds no settings: a map with `publisher` was expected',
    hint: 'Start with `publisher:`, and below it `name`, `postal-address`, `privacy-url` and `sender`.',
  })
}

/** Below a syntax error, and about what is missing, nothing certain can be said. */
function problemsOf(report: SettingsReport, brokenAt: number | null): Problem[] {
  if (brokenAt === null) return report.problems()
  return report.problems().filter(({ code, line }) => WHATEVER.has(code) || (line < brokenAt && !MISSING.has(code)))
}

const { 'not-yaml': notYaml, 'needs-quotes': needsQuotes, ...other } = SETTINGS_PROBLEM_KINDS
const WHATEVER: ReadonlySet<string> = new Set([notYaml.code, needsQuotes.code])
const MISSING: ReadonlySet<string> = new Set([
  other['missing-key'].code,
  other['not-settings'].code,
  other['no-teams'].code,
])

function unreadable(file: string, cause: unknown): TendError {
  const reason = (cause as NodeJS.ErrnoException).code
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return new TendError({
      code: 'bad-settings',
      message: `expected the settings in ${file}, but there is no such file`,
      nextAction: `Copy the tend.yaml of the repository to ${file} and put your own names in, or say with TEND_CONFIG where it is.`,
      cause,
    })
  }
  return new TendError({
    code: 'bad-settings',
    message: `expected the settings in ${file}, but the file cannot be read (${reason ?? 'unknown reason'})`,
    nextAction: 'Make it a file that the user of Tend may read.',
    cause,
  })
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') ? path : near
}
