/** Small workflows and bodies that several journeys share. */
export const WELCOME = '---\nsubject: Welcome to {{offer.title}}\n---\n\n{{greeting "Hello"}},\n\nthank you.\n'
export const FOLLOW_UP = '---\nsubject: How is {{offer.title}}?\n---\n\n{{greeting "Hello"}},\n\nany questions?\n'

/** Asked to be contacted: rank 20, two mails. Bought: rank 40, two mails. Everything else: rank 1. */
export const TWO_WORKFLOWS = {
  workflows: {
    'asked.yaml': [
      'title: Asked to be contacted',
      'for: {action: [PLT]}',
      'rank: 20',
      'stop-on: [reply, qualified, purchase]',
      'steps:',
      '  - send: asked/welcome',
      '  - wait: 24h',
      '  - send: asked/follow-up',
      '',
    ].join('\n'),
    'bought.yaml': [
      'title: Bought',
      'for: {action: [Create]}',
      'rank: 40',
      'stop-on: [reply]',
      'steps:',
      '  - send: bought/welcome',
      '  - wait: 48h',
      '  - send: bought/follow-up',
      '',
    ].join('\n'),
  },
  templates: {
    'asked/welcome.hbs': WELCOME,
    'asked/follow-up.hbs': FOLLOW_UP,
    'bought/welcome.hbs': WELCOME,
    'bought/follow-up.hbs': FOLLOW_UP,
  },
}

/** A body as the marketplace sends it today (camel case). */
export function leadBody(
  changes: { action?: string; offer?: string; details?: Record<string, unknown> } & Record<string, unknown> = {},
) {
  const { action = 'PLT', offer = 'contoso.analytics', details = {}, ...rest } = changes
  return {
    userDetails: {
      firstName: 'Eva',
      lastName: 'Nová',
      email: 'eva@example.com',
      country: 'CZ',
      company: 'Example',
      ...details,
    },
    leadSource: `AppSource-${action}|${offer}`,
    actionCode: action,
    offerTitle: 'Contoso Analytics',
    description: ' ',
    ...rest,
  }
}
