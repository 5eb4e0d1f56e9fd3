import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { HOUR_MS } from '../../src/domain/time/units.ts'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import type { Facts } from '../../src/workflow/planner/decision.ts'
import { newEnrollment } from '../../src/workflow/planner/new-enrollment.ts'
import type { Program } from '../../src/workflow/program.ts'

export function program(text: string): Program {
  const { program: parsed, problems } = parseWorkflow({ file: 'workflows/story.yaml', id: 'story', text })
  if (parsed === null) throw new Error(JSON.stringify(problems))
  return parsed
}

/** The steps of a workflow for PLT without opening hours. */
export function story(steps: string, head = ''): Program {
  return program(`title: Story\nfor: {action: [PLT]}\n${head}\nsteps:\n${steps}`)
}

export function settings(changes: Partial<Settings> = {}): Settings {
  return {
    publisher: {
      name: 'Contoso',
      postalAddress: '1 Main Street, Prague',
      privacyUrl: 'https://contoso.example/privacy',
      bookingUrl: 'https://contoso.example/call',
      sender: { name: 'Jana at Contoso', email: 'jana@contoso.example' },
      replyTo: 'jana@contoso.example',
    },
    offers: { 'contoso.analytics': { title: 'Contoso Analytics', intents: {} } },
    teams: [{ id: 'sales', members: [{ name: 'Sam', email: 'sam@contoso.example' }], acceptWithinMs: 4 * HOUR_MS }],
    limits: { gapMs: 20 * HOUR_MS, per30Days: 5, ceilingPerDay: 4 },
    quietHours: null,
    firstTouchMs: 24 * HOUR_MS,
    zone: 'UTC',
    businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' },
    holidays: [],
    scoring: { qualifiedAt: 60, rules: [] },
    intents: {},
    doNotContact: { liftedBy: 'person' },
    evidence: null,
    mailbox: { imap: null, folder: 'INBOX', returnPath: null, unsubscribe: null },
    dkim: null,
    links: { utm: {}, clicks: false },
    webhooks: { amazonSes: null, sendgrid: null, postmark: null, azure: null },
    providerLookup: true,
    ...changes,
  }
}

export function lead(changes: Partial<Lead> = {}): Lead {
  return {
    id: 'lead_1',
    environment: 'live',
    status: 'open',
    email: 'eva@example.com',
    firstName: 'Eva',
    lastName: 'Dvořáková',
    company: 'Example s.r.o.',
    title: null,
    phone: null,
    country: null,
    phoneRaw: null,
    countryRaw: null,
    addressKey: 'key-of-eva',
    domainKey: 'key-of-example',
    phoneKey: null,
    pairKey: null,
    zone: null,
    language: null,
    score: 0,
    tags: [],
    attributes: {},
    createdAt: 0,
    updatedAt: 0,
    revision: 1,
    ...changes,
  }
}

export function inquiry(changes: Partial<Inquiry> = {}): Inquiry {
  return {
    id: 'inq_1',
    leadId: 'lead_1',
    receiptId: 'rcp_1',
    endpointId: null,
    environment: 'live',
    action: 'PLT',
    source: 'AppSource',
    offer: 'contoso.analytics',
    offerTitle: 'Contoso Analytics',
    intent: 'initial',
    note: null,
    campaign: null,
    flags: [],
    extra: {},
    at: 0,
    ...changes,
  }
}

export function facts(changes: Partial<Facts> = {}): Facts {
  return {
    lead: lead(),
    inquiry: inquiry(),
    settings: settings(),
    contact: { may: 'yes' },
    mails: [],
    mailsOfEnrollment: 0,
    templatesSent: [],
    signals: [],
    stepMap: null,
    mail: null,
    ...changes,
  }
}

export function enrollmentIn(parsed: Program, now: number, changes: Partial<Enrollment> = {}): Enrollment {
  const version = {
    hash: 'v1',
    workflowId: parsed.workflow,
    source: '',
    program: parsed,
    templates: {},
    createdAt: now,
  }
  const begun = newEnrollment({
    id: 'enr_1',
    version,
    inquiry: inquiry({ at: now }),
    status: 'active',
    firstTouchMs: 24 * HOUR_MS,
    now,
  })
  return { ...begun, ...changes }
}
