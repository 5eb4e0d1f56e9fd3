import { PLAIN_SETTINGS } from './product.ts'
import type { Ground } from './running-product.ts'

/** A workflow a word, each with its own welcome and, five seconds later, its own follow-up. */
const WORKFLOWS: Record<string, string> = {
  installed: 'INS',
  contact: 'PLT',
  portal: 'Create',
  drive: 'StartTestDrive',
  other: 'unknown',
}

export const QUICK_SETTINGS = `${PLAIN_SETTINGS}scoring:
  qualified-at: 60
  rules: [{if: inquiry.note == "please call", points: 60, because: asked for a call}]
`

export function workflowText(action: string, name: string, wait = '5s'): string {
  return `title: The workflow ${name}
for: {action: [${action}]}
steps:
  - send: ${name}/welcome
  - wait: ${wait}
  - send: ${name}/follow-up
`
}

export function templateText(subject: string, words: string): string {
  return `---\nsubject: "${subject}"\n---\n{{greeting "Hello"}},\n\n${words} **{{offer.title}}**.\n`
}

/** Writes a workflow with two templates for every action. */
export function writeQuickWorkflows(ground: Ground, wait = '5s'): void {
  for (const [name, action] of Object.entries(WORKFLOWS)) writeQuickWorkflow(ground, { name, action, wait })
}

export function writeQuickWorkflow(ground: Ground, the: { name: string; action: string; wait?: string }): void {
  ground.write(`workflows/${the.name}.yaml`, workflowText(the.action, the.name, the.wait))
  ground.write(`templates/${the.name}/welcome.hbs`, templateText(`Welcome, ${the.name}`, 'Thank you for'))
  ground.write(`templates/${the.name}/follow-up.hbs`, templateText(`And now, ${the.name}`, 'How do you like'))
}

export interface LeadWords {
  email: string
  action?: string
  firstName?: string
  note?: string
}

/** A body as the marketplace sends it. */
export function marketplaceBody({ email, action = 'INS', firstName = 'Eva', note = '' }: LeadWords): object {
  return {
    UserDetails: {
      FirstName: firstName,
      LastName: 'Nová',
      Email: email,
      Phone: '',
      Country: 'CZ',
      Company: 'Firma',
      Title: '',
    },
    LeadSource: 'AzureMarketplace',
    ActionCode: action,
    OfferTitle: 'Contoso Analytics',
    Description: note,
  }
}
