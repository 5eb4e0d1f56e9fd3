/** Month names without marks, in English, German, French, Spanish, Italian, Dutch, Czech, Polish and Portuguese. */
const MONTH_NAMES = [
  'january|jan|januar|janner|janvier|janv|enero|ene|gennaio|gen|januari|leden|ledna|styczen|stycznia|sty|janeiro',
  'february|feb|februar|fevrier|fevr|febrero|febbraio|februari|unor|unora|luty|lutego|lut|fevereiro|fev',
  'march|mar|marz|maerz|mars|marzo|maart|mrt|brezen|brezna|marzec|marca|marco',
  'april|apr|avril|avr|abril|abr|aprile|duben|dubna|kwiecien|kwietnia|kwi',
  'may|mai|mayo|maggio|mag|mei|kveten|kvetna|maj|maja|maio',
  'june|jun|juni|juin|junio|giugno|giu|cerven|cervna|czerwiec|czerwca|cze|junho',
  'july|jul|juli|juillet|juil|julio|luglio|lug|cervenec|cervence|lipiec|lipca|lip|julho',
  'august|aug|aout|agosto|ago|augustus|srpen|srpna|sierpien|sierpnia|sie',
  'september|sept|sep|septembre|septiembre|settembre|set|zari|wrzesien|wrzesnia|wrz|setembro',
  'october|oct|oktober|okt|octobre|octubre|ottobre|ott|rijen|rijna|pazdziernik|pazdziernika|paz|outubro|out',
  'november|nov|novembre|noviembre|listopad|listopadu|listopada|lis|novembro',
  'december|dec|dezember|dez|decembre|diciembre|dic|dicembre|prosinec|prosince|grudzien|grudnia|gru|dezembro',
]
/** Sunday first, as `Date` counts. */
const WEEKDAY_NAMES = [
  'sunday|sonntag|dimanche|domingo|domenica|zondag|nedele|nedeli|niedziela|niedziele|niedzieli',
  'monday|montag|lundi|lunes|lunedi|maandag|pondeli|pondelka|poniedzialek|poniedzialku|segunda-feira',
  'tuesday|dienstag|mardi|martes|martedi|dinsdag|utery|uterka|wtorek|wtorku|terca-feira',
  'wednesday|mittwoch|mercredi|miercoles|mercoledi|woensdag|streda|stredu|stredy|sroda|srode|srody|quarta-feira',
  'thursday|donnerstag|jeudi|jueves|giovedi|donderdag|ctvrtek|ctvrtka|czwartek|czwartku|quinta-feira',
  'friday|freitag|vendredi|viernes|venerdi|vrijdag|patek|patku|piatek|piatku|sexta-feira',
  'saturday|samstag|sonnabend|samedi|sabado|sabato|zaterdag|sobota|sobotu|soboty|sobote',
]

export const MONTH_PATTERN = longestFirst(MONTH_NAMES)
export const WEEKDAY_PATTERN = longestFirst(WEEKDAY_NAMES)

/** 1 for January. */
export function monthOf(name: string): number {
  return MONTH_NAMES.findIndex(names => names.split('|').includes(name)) + 1
}

/** 0 for Sunday. */
export function weekdayOf(name: string): number {
  return WEEKDAY_NAMES.findIndex(names => names.split('|').includes(name))
}

function longestFirst(names: string[]): string {
  const all = names.flatMap(one => one.split('|'))
  return all.sort((one, other) => other.length - one.length).join('|')
}
