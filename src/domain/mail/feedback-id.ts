/** What complaints are counted by. Words of our own files, never of a lead. */
interface FeedbackParts {
  step: string
  workflow: string
  /** What kind of mail it is. */
  stream: string
  /** Domain of the sender. */
  domain: string
}

const LONGEST_PART = 60
/** Gmail counts by the last part, which has 5 to 15 characters. */
const SENDER = { shortest: 5, longest: 15 }

/** The `Feedback-ID` by which postmasters group complaints: `step:workflow:stream:sender`. */
export function feedbackId({ step, workflow, stream, domain }: FeedbackParts): string {
  return [...[step, workflow, stream].map(part => clean(part, LONGEST_PART)), senderId(domain)].join(':')
}

function senderId(domain: string): string {
  const id = clean(domain.replaceAll('.', '-'), SENDER.longest)
  return id.length < SENDER.shortest ? `${id}-tend` : id
}

function clean(part: string, longest: number): string {
  return (
    part
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, longest)
      .replace(/^-+|-+$/g, '') || 'none'
  )
}
