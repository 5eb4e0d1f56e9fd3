/** Attributes are read as `attribute.<name>`, so a name is what CEL takes after the dot. */
export const ATTRIBUTE_NAME = /^[a-z][a-zA-Z0-9]{0,39}$/

/** What a step of another kind changes. */
const FIELDS_OF_LEADS: Record<string, string> = {
  'lead.score': 'To add points write `- score: 10` and below it `because: …`.',
  'lead.tag': 'Write `- tag: hot`.',
}

/** Words of CEL, https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax. */
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
)

/** Why the word cannot name an attribute, with what to write instead; null when it can. */
export function nameTrouble(name: string): { message: string; hint: string } | null {
  const shown = `\`${name.slice(0, 60)}\``
  if (RESERVED.has(name) || name in {}) {
    return {
      message: `${shown} cannot name an attribute: it means something else in conditions`,
      hint: `Choose another word, for example \`${anotherWord(name)}\`.`,
    }
  }
  if (ATTRIBUTE_NAME.test(name)) return null
  const other = FIELDS_OF_LEADS[name.replace(/s$/, '')]
  if (other !== undefined)
    return { message: `${shown} is no attribute, and \`set\` writes attributes only`, hint: other }
  const joined = name
    .replace(/^attributes?\./, '')
    .replace(/[^a-zA-Z0-9]+([a-zA-Z0-9]?)/g, (_, letter: string) => letter.toUpperCase())
  const better = joined.charAt(0).toLowerCase() + joined.slice(1)
  const hint = ATTRIBUTE_NAME.test(better)
    ? `Call it \`${better}\`.`
    : `Start with a small letter, at most 40 letters and digits: \`${anotherWord(better)}\`.`
  return { message: `${shown} is not the name of an attribute: letters and digits, the first one a small letter`, hint }
}

/** A name with the word in it. */
function anotherWord(word: string): string {
  const letters = word.replace(/[^a-zA-Z0-9]/g, '').slice(0, 30)
  return `lead${letters.charAt(0).toUpperCase()}${letters.slice(1)}${letters === '' ? 'Word' : ''}`
}
