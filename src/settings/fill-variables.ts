import type { MapNode, ScalarNode, SourceNode } from '../workflow/language/source-node.ts'
import type { SettingsReport } from './settings-report.ts'

export type Variable = (name: string) => string | undefined

const PLACE = /(\$?)\$\{([^}]*)(\}?)/g
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

interface Filling {
  report: SettingsReport
  variable: Variable
}

/**
 * Replaces every `${NAME}` in text values; `$${` stands for a literal `${`. Keys and the sections in `except` stay as
 * they are. A text whose variable is not set is reported, and nothing more is told about it.
 */
export function fillVariables(root: MapNode, except: readonly string[], filling: Filling): MapNode {
  const entries = root.entries.map(entry =>
    except.includes(entry.key) ? entry : { ...entry, value: fill(entry.value, filling) },
  )
  return { ...root, entries }
}

function fill(node: SourceNode, filling: Filling): SourceNode {
  if (node.kind === 'list') return { ...node, items: node.items.map(item => fill(item, filling)) }
  if (node.kind === 'map') return fillVariables(node, [], filling)
  return node.kind === 'scalar' ? fillText(node, filling) : node
}

function fillText(node: ScalarNode, { report, variable }: Filling): SourceNode {
  if (typeof node.value !== 'string' || !node.value.includes('${')) return node
  const variables: string[] = []
  let complete = true
  const value = node.value.replace(PLACE, (written, doubled: string, name: string, end: string) => {
    if (doubled !== '') return written.slice(1)
    const found = end !== '' && NAME.test(name) ? variable(name) : null
    if (typeof found !== 'string') complete = false
    if (found === null) reportName(report, node, written)
    else if (found === undefined) reportMissing(report, node, name)
    else variables.push(name)
    return found ?? ''
  })
  const { start, end } = node
  if (variables.length > 0 || !complete) report.conceal({ start, end, variables: [...new Set(variables)], complete })
  return { ...node, value }
}

function reportName(report: SettingsReport, node: ScalarNode, written: string): void {
  const shown = written.length > 40 ? `${written.slice(0, 39)}…` : written
  report.tell('bad-variable', node.start, {
    message: `\`${shown}\` is not a variable: expected \`\${NAME}\`, with letters, digits and \`_\``,
    hint: 'For a literal `${` write `$${`.',
  })
}

function reportMissing(report: SettingsReport, node: ScalarNode, name: string): void {
  report.tell('missing-variable', node.start, {
    message: `the variable \`${name}\` is not set`,
    hint: `Set \`${name}\` in the environment, or write the value here.`,
  })
}
