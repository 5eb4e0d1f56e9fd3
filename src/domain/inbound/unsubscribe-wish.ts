const WISHES = [
  'unsubscribe',
  'unsubscribe me',
  'remove',
  'remove me',
  'take me off',
  'opt out',
  'opt me out',
  'stop emailing me',
  ...['stop', 'stop emails', 'stop it', 'stop mailing me', 'stop sending me emails', 'no more emails', 'delete me'],
  ...['remove me from (?:your|this|the) (?:mailing )?list', 'take me off (?:your|this|the) (?:mailing )?list'],
  'unsubscribe me from (?:your|this|the) (?:mailing )?list',
  'remove my (?:e-?mail )?address',
  'do not contact me(?: again)?',
  'do not (?:e-?mail|mail|write to) me(?: again| any ?more)?',
  "don't (?:contact|e-?mail|write to) me(?: again| any ?more)?",
  ...['abmelden', 'abmeldung', 'abbestellen', 'newsletter abbestellen', 'austragen', 'abmelden bitte', 'mich abmelden'],
  'keine (?:weiteren )?e-?mails mehr',
  'keine werbung(?: mehr)?',
  'stopp',
  'streichen sie mich(?: aus (?:der|ihrer) liste)?',
  'désabonner',
  'désabonnement',
  'désinscription',
  'désinscrire',
  '(?:me )?désinscrire',
  'me désabonner',
  'désabonnez-moi',
  'désinscrivez-moi',
  'desinscription',
  'desabonner',
  'se désabonner',
  'retirez-moi de (?:votre|la) liste',
  'arrêtez',
  'darse de baja',
  'darme de baja',
  'dar de baja',
  'baja',
  'cancelar (?:la )?suscripción',
  'desuscribir(?:me)?',
  'deme de baja',
  'no me (?:escriban?|contacten?)(?: más)?',
  'cancellami',
  'cancellatemi',
  'disiscrivi(?:mi)?',
  'disiscrizione',
  'cancellazione',
  'annulla(?:re)? (?:l.)?iscrizione',
  'rimuovimi',
  'rimuovetemi',
  'uitschrijven',
  'afmelden',
  'schrijf me uit',
  'meld me af',
  'odhlásit',
  'odhlásit odběr',
  'odhlaste mě',
  'odhlašte mě',
  'zrušit odběr',
  'odhlasit',
  'neposílejte mi (?:další )?e-?maily',
  ...['odhlásiť', 'wypisz', 'wypisz mnie', 'wypisać', 'rezygnuję', 'rezygnacja', 'wypisz się', 'anuluj subskrypcję'],
  ...['cancelar (?:a )?(?:inscrição|subscrição|assinatura)', 'descadastrar', 'descadastre-me', 'remover', 'remova-me'],
  'avregistrera',
  'avprenumerera',
  'avsluta prenumeration',
  'afmeld',
  'frameld',
  'meld meg av',
  'peruuta(?: tilaus)?',
  'leiratkozás',
  'отписаться',
  'отписка',
  'отпишите меня',
  'відписатися',
  'abonelikten çık',
  '配信停止',
  '登録解除',
  '退订',
  '取消订阅',
  '退訂',
  '수신거부',
]
const POLITE_START =
  /^(?:please|pls|plz|kindly|hi|hello|hallo|bonjour|hola|ciao|bitte|merci de(?: me)?|s.il vous plaît|svp|por favor|per favore|gelieve|graag|prosím|prosim|proszę)[\s,.!:]+/iu
const POLITE_END =
  /[\s,.!]+(?:please|pls|thanks|thank you|thx|bitte|danke|vielen dank|merci|s.il vous plaît|svp|gracias|por favor|grazie|dank u|bedankt|alstublieft|děkuji|díky|prosím|dziękuję|obrigad[oa])$/iu
const EDGES = /^[\s"'“”„«»*.,!;:()[\]-]+|[\s"'“”„«»*.,!;:()[\]-]+$/gu
const WISH = new RegExp(`^(?:${WISHES.join('|')})$`, 'iu')
const REST_MAX = 120

/** True when a subject, or all that somebody wrote anew, says only that no more mail is wanted; a name below it may stand. */
export function wishesToUnsubscribe(subject: string, text: string): boolean {
  if (isWish(subject) || isWish(text)) return true
  const [first = '', ...rest] = text.trim().split(/\n\s*\n/)
  const below = rest.join(' ')
  const isOneWord = !first.trim().includes(' ') && /^stopp?\W*$/i.test(first.trim())
  return isWish(first) && !isOneWord && below.length <= REST_MAX && !below.includes('?')
}

function isWish(text: string): boolean {
  if (text.length > 100) return false
  let words = text.replace(/\s+/g, ' ').replace(/’/g, "'").replace(EDGES, '')
  words = words.replace(POLITE_START, '').replace(POLITE_START, '').replace(POLITE_END, '').replace(EDGES, '')
  return WISH.test(words)
}
