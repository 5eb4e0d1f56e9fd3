/** A small publisher's files: one workflow, two templates, one of them also in Czech. */
export const WORKFLOWS = {
  'installed.yaml': `title: Follow up an installation
for: {action: [INS], offer: ["contoso.*"]}
stop-on: [reply]
steps:
  - send: installed/welcome
  - wait: 24h
  - send: installed/follow-up
  - escalate: sales
    because: has not answered two mails
  - finish: no answer
`,
}

export const TEMPLATES = {
  'installed/welcome.hbs':
    '---\nsubject: "Welcome to {{offer.title}}"\n---\n{{greeting "Hello"}},\n\nwelcome, {{lead.company}}.\n',
  'installed/welcome.cs.hbs': '---\nsubject: "Vítejte v {{offer.title}}"\n---\n{{greeting "Dobrý den"}},\n\nvítejte.\n',
  'installed/follow-up.hbs': '---\nsubject: "How is {{offer.title}}?"\n---\n{{greeting "Hello"}},\n\nhow is it?\n',
}

/** A body as the marketplace sends it. */
export function delivery(email: string, action = 'INS'): object {
  return {
    UserDetails: { FirstName: 'Eva', LastName: 'Nová', Email: email, Country: 'CZ', Company: '=Firma' },
    LeadSource: 'AzureMarketplace|contoso.analytics',
    ActionCode: action,
    OfferTitle: 'Contoso Analytics',
  }
}
