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
  return format === 'svg' ? renderMermaidSVG(mermaid) : renderMermaidASCII(mermaid).trimEnd()
}
