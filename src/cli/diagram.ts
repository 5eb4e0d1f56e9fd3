import { type Command, Option } from 'commander'
import { diagramOf } from '../workflow/diagram.ts'
import { print, withFormat } from './print.ts'
import { openWorkflow } from './project.ts'
import { writeOut } from './write-out.ts'

interface DiagramOptions {
  format: 'text' | 'mermaid' | 'svg'
  out?: string
}

export function define(command: Command): void {
  command
    .description('Draws a workflow: for the terminal, as Mermaid for a document, or as SVG.')
    .argument('<workflow>', 'id of a workflow, or the path of a workflow file')
    .addOption(new Option('--out <file>', 'write it to a file'))
  withFormat(command, ['text', 'mermaid', 'svg'])
    .addHelpText('after', '\nExample: tend diagram test-drive --format svg --out test-drive.svg')
    .action(diagram)
}

async function diagram(name: string, { format, out }: DiagramOptions): Promise<void> {
  const { version } = await openWorkflow(name)
  const mermaid = diagramOf(version.program)
  const drawn = format === 'mermaid' ? mermaid.trimEnd() : await draw(mermaid, format)
  if (out === undefined) print(drawn)
  else writeOut(out, `${drawn}\n`)
}

async function draw(mermaid: string, format: 'text' | 'svg'): Promise<string> {
  const { renderMermaidASCII, renderMermaidSVG } = await import('beautiful-mermaid')
  if (format === 'svg') return renderMermaidSVG(mermaid)
  return renderMermaidASCII(mermaid, TIGHT).replace(/ +$/gm, '').trimEnd()
}

/** A workflow is long: little air between its steps, and just enough for the words at an arrow. */
const TIGHT = { boxBorderPadding: 0, paddingX: 3, paddingY: 3, colorMode: 'none' } as const
