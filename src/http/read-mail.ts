import PostalMime, { decodeWords } from 'postal-mime'

export interface MailView {
  headers: { name: string; value: string }[]
  text: string | null
  html: string | null
}

/** Reads a mail for display. Never throws: whatever cannot be read is absent. */
export async function readMail(bytes: Uint8Array): Promise<MailView> {
  try {
    const mail = await PostalMime.parse(bytes)
    const headers = mail.headers.map(({ originalKey, key, value }) => ({
      name: originalKey ?? key,
      value: decodeWords(value),
    }))
    return { headers, text: mail.text ?? null, html: mail.html ?? null }
  } catch {
    return { headers: [], text: new TextDecoder().decode(bytes), html: null }
  }
}

const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The HTML of a mail for a sandboxed frame: its own policy comes first, so that nothing is fetched. */
export function frameMail(content: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${MAIL_POLICY}"><meta name="color-scheme" content="light">${content}`
}
