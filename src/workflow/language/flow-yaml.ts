/** Plain data on one line of YAML, as a person would write it in these files: quotes only where they are wanted. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flowYaml(inner)}`)
      .join(', ')}}`
  }
  return typeof value === 'string' ? scalarYaml(value) : String(value)
}

/** Words, names, conditions, dates and durations, which no reader of YAML takes for anything else. */
const PLAIN = /^(?:[a-z][\w ./()&|<>=+*@-]*|\d{4}-\d\d-\d\d|[+-]?\d+ ?[a-z]+(?: [a-z]+)?)$/i
const MEANS_MORE = /^(?:true|false|null|yes|no|on|off|y|n)$| $/i

function scalarYaml(text: string): string {
  if (PLAIN.test(text) && !MEANS_MORE.test(text)) return text
  const single = text.includes('"') && !/[\n\\]/.test(text)
  return single ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text)
}
