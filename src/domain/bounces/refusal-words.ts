import { type SaysIt, says } from '../text/says-one-of.ts'

const LINK = /https?:\/\/\S+/gi
const HOST_SAID = /\bhost \S{1,260} (?:said|refused)|\[[\d.:a-f]{3,45}\]|\b(?:[a-z0-9_-]{1,63}\.){1,8}[a-z]{2,24}\b/g
const ADDRESS = /[^\s<>@"'()]{0,64}@[^\s<>@"'()]{0,255}/g

const SENDER_DOUBTED = [
  'sender verif',
  'verif\\w* (?:the )?(?:envelope )?sender',
  '(?:envelope )?sender(?: e-?mail)?(?: address| domain)? (?:is |was |has been )?(?:rejected|unknown|invalid|denied|blocked|refused|not (?:allowed|verified|found|permitted|exist\\w*|authori[sz]ed)|does not exist)',
  '(?:invalid|unknown|bad|unverified|unroutable|unrouteable|forged|illegal) (?:envelope |outbound )?sender',
  'domain of sender',
  'sender.s domain',
  'mail from (?:address|domain|not owned)',
  '(?:reject\\w*|invalid|bad|bogus) (?:the )?(?:mail from|from address|return path|envelope from)',
  'return path (?:invalid|does not)',
  '(?:address|identity|sender) is not verified',
  'SendAsDenied',
  'not allowed to send as',
  'in reply to mail from',
  '(?:from|return|reverse|originating) (?:e-?mail )?(?:address|domain|host|account|user)\\b',
]
const OUR_SETUP = [
  '\\bspf\\b(?! domain)',
  '\\bdkim\\b',
  '\\bdmarc\\b',
  'reverse dns',
  '\\brdns\\b',
  '\\bptr\\b',
  'unauthenticated (?:e-?mail|mail|sender)',
  'sender id (?:\\(|check|failed)',
  'batv',
  'sending (?:quota|limit)',
  'daily (?:message|user sending) quota',
]
const REPUTATION = [
  '\\bspam',
  '\\bblock(?:ed|list|ing)',
  '\\bblock list',
  '\\bblacklist',
  '\\bblack list',
  '\\bdeny ?list',
  '\\bd?nsbl\\b',
  '\\brbl\\b',
  '\\breputation\\b',
  '\\bcontent\\b',
  '\\bvirus',
  '\\bmalware\\b',
  '\\bunsolicited',
  '\\bsuspicious',
  '\\bphish',
  '\\babus(?:e|ive)',
  '\\bpolic(?:y|ies)\\b',
  '\\bbanned\\b',
  '\\bjunk\\b',
  '\\bunwanted\\b',
  'not welcome',
  '\\bharmful',
  '\\bbulk\\b',
  'prohibit',
  '垃圾邮件',
  'спам',
  '(?<!not )listed (?:in|at|on|by)\\b',
  'attachment',
  'too many',
  'too (?:fast|quick|much)',
  'rate ?(?:limit|that)|\\brate\\b',
  'throttl',
  'gr[ea]y ?list',
  'try (?:again )?later',
  'temporar',
  'deferred',
  'complaint',
  '\\bhelo\\b',
  '\\behlo\\b',
  'client host',
  'your (?:ip|host|server|mail server|network)',
  'ip address',
]
const DENIED = [
  'access denied',
  'permission',
  'not authori[sz]ed',
  'not permitted',
  'not allowed',
  'authenticat',
  '\\bRST\\.',
  'RejectMessage',
  'restricted',
  'administrativ',
  'only accept',
  'mail from',
  'sending (?:e-?mail )?(?:address|domain|host|account|user)',
  'your (?:e-?mail )?(?:account|mail ?box|address|domain|user)\\b',
]
const RECIPIENT_RESTRICTS = [
  '\\bRST\\.',
  'RejectMessage',
  'TRANSPORT\\.RULES',
  '(?:permission|authori[sz]ed|allowed) to (?:send|e-?mail)[^.;]{0,30}\\bto\\b',
  'restricted',
  'by the recipient',
  'recipient (?:only|does not accept|refuse)',
  'recipient.s (?:organization|domain|preferences)',
  'only accepts? (?:mail|messages)',
  'group (?:is|was)',
  'allowed senders',
  'delivery not authorized',
  'internal (?:senders|use)',
]
const RELAY_DENIED = [
  'relay(?:ing)?(?: access)? (?:is )?(?:denied|not (?:permitted|allowed)|prohibited|disabled|operation)',
  '(?:unable|not allowed|do(?:es)? not|cannot|refuse) to relay',
  'we do not relay',
  'list of allowed rcpthosts',
  'not (?:a )?(?:local|gateway|relay) (?:domain|host|for)',
  'relay access',
]
const EXPIRED = [
  '(?:message|mail|delivery|delivery time|delivery period)(?: has| was)? expired',
  'expired after',
  '(?:in|on) (?:the )?(?:mail )?queue (?:for )?too long',
  'too long (?:in|on) (?:the )?queue',
  'retry timeout exceeded',
  'retry time not reached for any host after',
  'not reachable within',
  '(?:message|delivery) timed out',
  'giving up after',
  'could not be delivered (?:for|within|in) [^.;]{0,20}(?:hours|days)',
  'maximum (?:retry|queue) time',
  'queue time exceeded',
  'has been in the queue',
  'not collected after',
]

export const doubtsSender: SaysIt = says(SENDER_DOUBTED)
export const blamesOurSetup: SaysIt = says(OUR_SETUP)
export const blamesReputation: SaysIt = says(REPUTATION)
export const saysExpired: SaysIt = says(EXPIRED)
export const recipientRestricts: SaysIt = says(RECIPIENT_RESTRICTS)

/** Anything that speaks of us, our mail or our way, so that the address is not to blame whatever the code says. */
export const speaksOfOurselves: SaysIt = says([
  ...SENDER_DOUBTED,
  ...OUR_SETUP,
  ...REPUTATION,
  ...DENIED,
  ...RELAY_DENIED,
])

/** An answer without links, hosts and addresses: a name such as `spam.example` says nothing about the mail. */
export function plainWords(reply: string): string {
  return reply.slice(0, 2000).replace(LINK, ' ').replace(ADDRESS, ' ').replace(HOST_SAID, ' ')
}
