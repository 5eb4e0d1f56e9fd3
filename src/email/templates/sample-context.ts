import type { NoticeContext, NurtureContext } from '../../domain/mail/mail-context.ts'

/** A made-up person, for previews of mail to leads. */
export function sampleNurtureContext(): NurtureContext {
  return {
    lead: { firstName: 'Eva', lastName: 'Novák', company: 'Fabrikam', title: 'Head of Finance', country: 'Czechia' },
    inquiry: { action: 'PLT', what: 'asked to be contacted', source: 'Microsoft AppSource', date: '3 March 2026' },
    offer: { id: 'contoso.analytics', title: 'Contoso Analytics' },
    publisher: {
      name: 'Contoso',
      postalAddress: '1 Main Street, Prague',
      privacyUrl: 'https://contoso.example/privacy',
      bookingUrl: 'https://contoso.example/call',
    },
    sender: { name: 'Jana at Contoso', email: 'jana@contoso.example' },
    unsubscribeUrl: 'https://tend.contoso.example/u/sample',
  }
}

/** A made-up lead with a story, for previews of mail to the publisher's own people. */
export function sampleNoticeContext(): NoticeContext {
  return {
    lead: {
      name: 'Eva Novák',
      email: 'eva.novak@fabrikam.example',
      phone: '+420 601 234 567',
      company: 'Fabrikam',
      title: 'Head of Finance',
      country: 'Czechia',
      localTime: 'Tue 10:40',
      score: 75,
      status: 'open',
      url: 'https://tend.contoso.example/leads/sample',
    },
    escalation: {
      because: 'Replied to the follow-up',
      team: 'sales',
      acceptBy: 'Tue 3 March, 14:40',
      kind: 'escalation',
    },
    offer: { id: 'contoso.analytics', title: 'Contoso Analytics' },
    note: 'We close the month in spreadsheets and would like to stop. Can it read our ledger?',
    inquiries: [
      {
        date: '1 March',
        what: 'started a test drive',
        offer: 'Contoso Analytics',
        source: 'Azure Marketplace',
        note: '',
      },
      {
        date: '3 March',
        what: 'asked to be contacted',
        offer: 'Contoso Analytics',
        source: 'Microsoft AppSource',
        note: 'We close the month in spreadsheets and would like to stop.',
      },
    ],
    mails: [
      { date: '1 March', subject: 'Your test drive of Contoso Analytics is running', status: 'sent' },
      { date: '2 March', subject: 'What do you make of it?', status: 'sent' },
    ],
    scores: [
      { points: '+40', because: 'asked to be contacted' },
      { points: '+35', because: 'started a test drive' },
    ],
    publisher: { name: 'Contoso' },
  }
}
