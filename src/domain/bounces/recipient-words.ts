import { type SaysIt, says } from '../text/says-one-of.ts'

const NO_SUCH_USER = [
  '(?:user|recipient|mail ?box|address|account|addressee|alias)(?: name)?(?: (?:is|was|are))?:? (?:unknown|not (?:found|known|exists?|valid|local|present|listed))',
  '(?:unknown|invalid|no such|non-?existent|bad destination|no (?:valid )?|undeliverable|unrouteable|unroutable) ?(?:local |virtual |e-?mail |recipient |mail )?(?:user|recipient|mail ?box|address|account|person|alias|local[ -]part|addressee|mail drop)s?\\b(?! (?:verif|list))',
  "(?:user|recipient|mail ?box|(?<!ip )address|account|inbox|person)\\b[^.;:]{0,70}? (?:does not|doesn't|doesn.t|do not|did not|no longer) exists?\\b",
  'not a (?:valid|known|registered|local) (?:e-?mail )?(?:user|recipient|mail ?box|address|account)',
  'user[^.;]{0,60} doesn.t have an? [^.;]{0,40}account',
  'no mail ?box (?:here )?by that name',
  'mail ?box (?:not found|does not exist|invalid|not available for this user)',
  'no (?:one|body) (?:at|with|of) (?:this|that) (?:e-?mail )?(?:address|name)',
  '(?:account|mail ?box|user|recipient|address)(?: (?:is|was|has been))?(?: an?)? (?:disabled|deactivated|inactive|closed|terminated|discontinued|no longer (?:active|valid|available|in use))',
  '(?:disabled|deactivated|inactive|closed|terminated) (?:account|mail ?box|user|recipient|address)',
  'not (?:listed|found) in (?:domino|the|name|address|local)? ?(?:directory|address book|recipient table|user table)',
  'user unknown in (?:virtual|local|relay)',
  'recipient ?not ?found',
  'NoSuchUser',
  'not in my (?:validrcptto|list of users)',
  'address not present in directory',
  'does not accept mail \\(null ?mx\\)',
  'no longer (?:works|employed|with|on server)',
  'this (?:e-?mail )?address (?:is )?no longer accepts? mail',
  'account[^.;]{0,60} (?:is disabled|could not be found)',
  '(?:e-?mail )?(?:address|account) (?:could not|couldn.t) be found',
]
const NO_SUCH_USER_ELSEWHERE = [
  '(?:empfänger|benutzer|adresse|postfach|nutzer) (?:ist )?(?:unbekannt|existiert nicht|nicht (?:gefunden|bekannt|vorhanden))',
  'unbekannte[rs]? (?:empfänger|benutzer|adresse|postfach)',
  'kein (?:solcher benutzer|postfach|solches postfach)',
  '(?:utilisateur|destinataire|compte|adresse) (?:est )?(?:inconnue?|inexistante?|n.existe pas)',
  '(?:boîte|adresse|compte)[^.;]{0,50} n.existe pas',
  'adresse d.au moins un destinataire invalide',
  '(?:usuario|destinatario|cuenta|dirección|buzón) (?:es )?(?:desconocid[oa]|inexistente|no (?:existe|encontrad[oa]))',
  'no existe (?:ese|el|la|dicha|este|tal) (?:usuario|persona|cuenta|dirección|buzón)',
  '(?:utente|destinatario|indirizzo|casella) (?:è )?(?:sconosciut[oa]|inesistente|errato|non (?:esiste|trovat[oa]))',
  'nessun utente',
  '(?:gebruiker|ontvanger|adres|postvak|mailbox) (?:is )?(?:onbekend|bestaat niet|niet gevonden)',
  'onbekende (?:gebruiker|ontvanger)',
  '(?:uživatel|adresát|příjemce|schránka|adresa|účet) (?:je )?(?:neexistuje|nenalezena?|neznám[ýá])',
  'neznámý (?:uživatel|příjemce|adresát)',
  'taková schránka',
  '(?:konto|użytkownik|skrzynka|odbiorca|adres) (?:jest )?(?:nie istnieje|nieznan[ya]|nieznane)',
  'nie ma takiego (?:konta|użytkownika|adresu|odbiorcy)',
  'nieznany (?:użytkownik|odbiorca|adres)',
  '(?:usuário|utilizador|destinatário|conta|endereço|caixa postal) (?:é )?(?:desconhecid[oa]|inexistente|não (?:existe|encontrad[oa]))',
  '(?:пользователь|адресат|получатель|ящик|аккаунт) не (?:найден|существует)',
  'нет такого (?:пользователя|ящика|адреса)',
  '(?:用户|收件人|邮箱|账号|帐号|地址|邮箱账号)不存在',
  '宛先.{0,20}(?:存在しません|見つかりません)',
  'ユーザー?が(?:存在しません|見つかりません)',
]
const NO_SUCH_DOMAIN = [
  '(?:host|domain)(?: or domain)?(?: name)? (?:not found|does not exist|unknown)',
  'unknown (?:mail )?(?:host|domain)',
  'no such (?:host|domain)',
  'nxdomain',
  'non-?existent ?domain',
  'InfoDomainNonexistent',
  'null ?mx',
  'does not accept mail',
  'illegal host/domain',
  'bad destination (?:system|host)',
]
const FULL = [
  '(?:mail ?box|inbox|mail ?folder|mail ?dir|mail ?drop|disk|account|storage)(?: \\S{1,40}){0,3}? (?:is |are |too )?full\\b',
  '\\bfull (?:mail ?box|inbox)',
  '\\bover (?:its |the |their |his |allowed |disk |mail |storage |the allowed )?quota',
  'over ?quota',
  'quota (?:is |has been |was |usage )?(?:exceed|full|violat|reached|limit)',
  '(?:disk|disc|mail ?box|storage|mail|user) ?quota',
  'exceed\\w* (?:its |the |their |his |allowed |disk |mail ?box |mail |storage |maximum )*(?:quota|storage|disk space|mail ?box size|allocation)',
  'quota ?exceeded',
  '(?:mail ?box|account|user|recipient)(?: has| would)? exceed\\w* ',
  'mail ?box (?:size )?(?:limit )?(?:is )?exceeded',
  '(?:not enough|insufficient|no) (?:disk |storage |mail ?box )*(?:space|storage)',
  'size limit exceeded',
  'out of (?:storage|disk|space)',
  'exceeded storage allocation',
  'too many messages (?:on|in) (?:the |this )?(?:server|mail ?box)',
  'space has been used up',
  'message (?:size |is |body )?(?:exceeds|too (?:large|big))',
  '(?:message|mail) (?:is )?larger than',
  'postfach[^.;]{0,30} voll',
  'speicherplatz',
  'boîte[^.;]{0,40} (?:pleine|saturée)',
  'quota dépassé',
  'buzón[^.;]{0,40} llen[oa]',
  'casella[^.;]{0,40} piena',
  'schránka[^.;]{0,40} plná',
  'plná schránka',
  'skrzynka[^.;]{0,40} (?:pełna|przepełniona)',
  'postvak[^.;]{0,40} vol',
  'caixa[^.;]{0,40} cheia',
  'переполнен',
  '(?:邮箱|郵箱|容量)[^.;]{0,8}(?:已?满|超)',
  'メールボックスが(?:一杯|いっぱい)',
]
const SENDING_QUOTA =
  /\b(?:sending|sender|daily|hourly|per (?:hour|day|minute)|outgoing|recipients?|connections?) (?:\w+ ){0,2}(?:quota|limit)|\brate\b/i

/** The recipient does not exist or was given up. */
export const saysNoSuchUser: SaysIt = says([...NO_SUCH_USER, ...NO_SUCH_USER_ELSEWHERE])
/** The domain of the recipient does not exist, or takes no mail (RFC 7505). */
export const saysNoSuchDomain: SaysIt = says(NO_SUCH_DOMAIN)

const fullWords = says(FULL)

/** The recipient's mailbox has no room, or no room for a mail of this size; not that we sent more than we may. */
export function saysFull(words: string): boolean {
  return fullWords(words) && !SENDING_QUOTA.test(words)
}
