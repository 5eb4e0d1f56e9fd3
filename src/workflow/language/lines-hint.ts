import { flowYaml } from './flow-yaml.ts'

const LONGEST_LINE = 120

/** A map to write under a key: on one line, or where that would be too long each entry on its own. */
export function linesHint(key: string, map: object): string {
  const line = `${key}: ${flowYaml(map)}`
  if (line.length <= LONGEST_LINE) return `Write \`${line}\`.`
  const lines = Object.entries(map).map(([name, value]) => `\`${name}: ${flowYaml(value)}\``)
  return `Write \`${key}:\`, and below it, indented by two spaces, ${lines.join(', ')}.`
}
