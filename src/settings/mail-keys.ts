import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { hasRoomForToken } from '../domain/mail/token-address.ts'
import type { Dkim, Links, Mailbox } from '../domain/settings.ts'
import { innerMap } from '../workflow/language/reading.ts'
import { emailAddress, line } from './values.ts'

export const NO_MAILBOX: Mailbox = { imap: null, folder: 'INBOX', returnPath: null, unsubscribe: null }
export const PLAIN_LINKS: Links = { utm: {}, clicks: false }

const TOKEN_BASE =
  'an address with at most 21 characters before its at sign: a token of 42 comes behind them, and a server takes 64'
const tokenBase = emailAddress.refine(hasRoomForToken, TOKEN_BASE)

const IMAP = 'the address of a mailbox such as `${IMAP_URL}`, holding `imaps://user:password@imap.contoso.example`'

export const mailbox = innerMap(
  {
    imap: z
      .string({ error: IMAP })
      .refine(isImapUrl, IMAP)
      .optional()
      .meta({
        description: 'Mailbox to read, with name and password: better from the environment.',
        examples: ['${IMAP_URL}'],
      }),
    folder: line('the name of a folder such as `INBOX`', 200)
      .optional()
      .meta({ description: 'Folder to read. INBOX by default.', examples: ['INBOX'] }),
    'return-path': tokenBase.optional().meta({
      description:
        'Address that bounces come back to. Everything sent to it with `+…` must arrive in the mailbox, too.',
      examples: ['bounces@contoso.example'],
    }),
    unsubscribe: tokenBase.optional().meta({
      description: 'Address for those who unsubscribe by mail; with `+…` behind it, as for `return-path`.',
      examples: ['unsubscribe@contoso.example'],
    }),
  },
  'a map such as `{imap: "${IMAP_URL}", return-path: bounces@contoso.example}`',
).transform((written): Mailbox => {
  const { imap, folder, 'return-path': returnPath, unsubscribe } = written
  return {
    imap: imap ?? null,
    folder: folder ?? 'INBOX',
    returnPath: returnPath ?? null,
    unsubscribe: unsubscribe ?? null,
  }
})

function isImapUrl(written: string): boolean {
  if (!URL.canParse(written)) return false
  const { protocol, hostname, username } = new URL(written)
  return /^imaps?:$/.test(protocol) && hostname !== '' && username !== ''
}

const KEY =
  'a private RSA key of 2048 bits or more, in PEM, such as `${DKIM_KEY}`: with DKIM_KEY_FILE it is read from a file'
const DOMAIN = 'a domain such as `contoso.example`'
const SELECTOR = 'a selector such as `tend`'

export const dkim = innerMap(
  {
    domain: z
      .string({ error: DOMAIN })
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, DOMAIN)
      .meta({
        description: 'Domain that signs: that of the sender, or of the same organisation.',
        examples: ['contoso.example'],
      }),
    selector: z
      .string({ error: SELECTOR })
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, SELECTOR)
      .meta({ description: 'Name of the key in the DNS: `<selector>._domainkey.<domain>`.', examples: ['tend'] }),
    key: z
      .string({ error: KEY })
      .refine(isPrivateKey, KEY)
      .meta({
        description: 'Private key in PEM (RSA, 2048 bits or more): from the environment.',
        examples: ['${DKIM_KEY}'],
      }),
  },
  'a map such as `{domain: contoso.example, selector: tend, key: "${DKIM_KEY}"}`',
).transform((written): Dkim => written)

function isPrivateKey(written: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(written)
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  } catch {
    return false
  }
}

const UTM = 'words such as `{source: microsoft-marketplace, medium: email}`'
const UTM_WORD = /^[\w.~-]{1,100}$/

const utmWord = (name: string) =>
  z
    .string({ error: UTM })
    .regex(UTM_WORD, 'letters, digits and `-`, `_`, `.`')
    .optional()
    .meta({ description: `Value of \`utm_${name}\`.` })

export const links = innerMap(
  {
    utm: innerMap(
      {
        source: utmWord('source'),
        medium: utmWord('medium'),
        campaign: utmWord('campaign'),
        content: utmWord('content'),
      },
      UTM,
    )
      .optional()
      .describe('UTM tags for links to web pages in mail to leads. None by default.'),
    clicks: z
      .enum(['on', 'off'], { error: '`on` or `off`' })
      .optional()
      .describe('Whether clicks on links in mail to leads are noticed. Off by default; opens never are.'),
  },
  'a map such as `{utm: {source: microsoft-marketplace, medium: email}}`',
).transform((written): Links => {
  const utm = Object.entries(written.utm ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { utm: Object.fromEntries(utm), clicks: written.clicks === 'on' }
})
