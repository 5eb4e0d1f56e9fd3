/** A condition as a person would say it (`lead.score ≥ 60 and lead.company is not empty`), for diagrams. */
export function describeCondition(text: string): string {
  const parts = text.split(/("[^"]*"|'[^']*')/)
  const said = parts.map((part, index) => (index % 2 === 0 ? sayOperators(part) : `'${part.slice(1, -1)}'`)).join('')
  const line = said.replace(/\s+/g, ' ').trim()
  return line.replaceAll("is not ''", 'is not empty').replaceAll("is ''", 'is empty')
}

const OPERATORS: [RegExp, string][] = [
  [/&&/g, ' and '],
  [/\|\|/g, ' or '],
  [/!=/g, ' is not '],
  [/==/g, ' is '],
  [/>=/g, ' ≥ '],
  [/<=/g, ' ≤ '],
  [/>/g, ' over '],
  [/</g, ' under '],
  [/!/g, 'not '],
]

function sayOperators(text: string): string {
  return OPERATORS.reduce((said, [operator, words]) => said.replace(operator, words), text)
}
