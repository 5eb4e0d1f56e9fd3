/** What a template may say about one person and one inquiry. Everything is text: a missing value is `""`. */
export interface NurtureContext {
  lead: {
    /** Safe to greet with: empty when it is missing or looks abusive. */
    firstName: string
    lastName: string
    company: string
    title: string
    country: string
  }
  inquiry: {
    action: string
    /** What the person did, to follow "you": `asked to be contacted`, `started a test drive`; empty when unknown. */
    what: string
    /** `Azure Marketplace`, `AppSource`, … as a person says it. */
    source: string
    /** The day it happened, in words, in the lead's zone. */
    date: string
  }
  offer: { id: string; title: string }
  publisher: { name: string; postalAddress: string; privacyUrl: string; bookingUrl: string }
  sender: { name: string; email: string }
  /** Filled by the engine for each mail. */
  unsubscribeUrl: string
}

/** What a mail to the publisher's own people may say: one screen with everything a seller needs. */
export interface NoticeContext {
  lead: {
    name: string
    email: string
    phone: string
    company: string
    title: string
    country: string
    /** Local time there, in words. */
    localTime: string
    score: number
    status: string
    url: string
  }
  escalation: { because: string; team: string; acceptBy: string; kind: 'escalation' | 'call task' | 'notice' }
  offer: { id: string; title: string }
  note: string
  inquiries: { date: string; what: string; offer: string; source: string; note: string }[]
  mails: { date: string; subject: string; status: string }[]
  scores: { points: string; because: string }[]
  publisher: { name: string }
}
