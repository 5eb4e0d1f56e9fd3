import type { Config } from '../config.ts'
import type { Settings } from '../domain/settings.ts'
import type { Secrets } from '../secrets.ts'
import { brightCountry } from './bright-country.ts'

export interface WelcomeParts {
  config: Config
  secrets: Secrets
  url: string
  queue: string
  settings: Settings
}

/** What a person sees after the start: where to look, where leads go, and a line to paste. */
export function welcomeText({ config, secrets, url, queue, settings }: WelcomeParts): string {
  const base = config.publicUrl ?? url
  // A token of the environment is known to whoever set it and must not stand in a log.
  const key = config.adminToken === null ? `/?token=${secrets.adminToken}` : '/'
  const ingest = `${base}/ingest/${config.ingestToken === null ? secrets.ingestToken : config.ingestToken}`
  return [
    '',
    `Tend looks after the leads of ${settings.publisher.name}.`,
    '',
    `  Dashboard   ${base}${key}`,
    `  Ingest URL  ${ingest}`,
    `  Mail        ${mailWords(config)}`,
    `  Data        ${config.dataFolder}`,
    `  Queue       ${queue}`,
    '',
    'Send a first lead (paste this line), then open the dashboard:',
    '',
    `  ${curlLine(ingest)}`,
    '',
    'Stop with Ctrl-C.',
    '',
  ].join('\n')
}

function mailWords(config: Config): string {
  if (config.smtpUrl === null)
    return 'captured, never sent; read it in the dashboard under Mailbox (set SMTP_URL to send)'
  const { hostname, port } = new URL(config.smtpUrl)
  return `sent through ${hostname}${port ? `:${port}` : ''}`
}

function curlLine(ingest: string): string {
  const lead = {
    userDetails: {
      firstName: 'Jana',
      lastName: 'Nováková',
      email: 'jana.novakova@example.com',
      phone: '',
      country: brightCountry(),
      company: 'Example s.r.o.',
      title: 'Head of Data',
    },
    leadSource: 'SPZA-PLT|contoso.analytics',
    actionCode: 'PLT',
    offerTitle: 'Contoso Analytics',
    description: 'We would like to see a demo.',
  }
  return `curl -sS -H 'Content-Type: application/json' -d '${JSON.stringify(lead)}' '${ingest}'`
}
