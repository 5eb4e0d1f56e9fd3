import { flowYaml } from '../language/flow-yaml.ts'
import type { SourceNode } from '../language/source-node.ts'

/** An arm to write in place of something else: with the template that stands there, or the share. */
export function armHint(item: SourceNode, example: unknown): string {
  const written = item.kind === 'scalar' ? item.value : null
  const arm = example as Record<string, unknown>
  const [, template] = /^(?:send:?\s+)?([a-z0-9_-]+(?:\/[a-z0-9_-]+)+)$/.exec(String(written)) ?? []
  if (template !== undefined) return `Write \`- ${flowYaml({ ...arm, do: [{ send: template }] })}\`.`
  const isShare = typeof written === 'number' && 'weight' in arm
  return `Write, for example, \`- ${flowYaml(isShare ? { ...arm, weight: written } : arm)}\`.`
}
