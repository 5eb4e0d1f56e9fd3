import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The mails of the workflow in their order: the step order of the rules. */
export const SEND_STEPS = ['asked/welcome', 'asked/follow-up', 'asked/last']

export const SALES_ADDRESS = 'sam@contoso.example'
/** A delivery with this note is handed to sales. */
export const CALL_NOTE = 'please call'

export interface Pace {
  gapMs: number
  /** As the workflow writes it. */
  wait: string
}

export const QUICK_PACE: Pace = { gapMs: 3_000, wait: '2s' }

/** Writes settings, one workflow and its templates, as a publisher has them. */
export function writePublisherFiles(folder: string, pace: Pace = QUICK_PACE): void {
  const files: Record<string, string> = {
    'tend.yaml': settingsText(pace),
    'workflows/asked.yaml': workflowText(pace),
    ...Object.fromEntries(SEND_STEPS.map(name => [`templates/${name}.hbs`, templateText(name)])),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

function settingsText({ gapMs }: Pace): string {
  return `publisher:
  name: Contoso
  postal-address: 1 Main Street, Prague
  privacy-url: https://contoso.example/privacy
  booking-url: https://contoso.example/call
  sender: {name: Jana at Contoso, email: jana@contoso.example}
offers:
  contoso.analytics: {title: Contoso Analytics}
teams:
  sales: {members: [{name: Sam, email: ${SALES_ADDRESS}}], accept-within: 4h}
limits: {gap: ${gapMs / 1000}s, per-30-days: unlimited, ceiling: unlimited}
quiet-hours: none
scoring:
  qualified-at: 60
  rules: [{if: inquiry.note == "${CALL_NOTE}", points: 60, because: asked for a call}]
`
}

function workflowText({ wait }: Pace): string {
  const steps = SEND_STEPS.map(name => `  - send: ${name}\n`).join(`  - wait: ${wait}\n`)
  return `title: Asked\nfor: {action: [INS]}\nsteps:\n${steps}`
}

function templateText(name: string): string {
  return `---\nsubject: "${name}"\n---\n{{greeting "Hello"}},\n\nThank you for **{{offer.title}}**.\n`
}
