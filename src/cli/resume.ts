import type { Command } from 'commander'
import { defineWorkflowChange } from './change-workflows.ts'

export function define(command: Command): void {
  defineWorkflowChange(command, {
    name: 'resume',
    description: 'Lets a paused workflow go on. What became due meanwhile is spread out, not sent at once.',
    change: (engine, id) => engine.resumeWorkflow(id),
    words: id => `${id} runs.`,
    concerns: ({ state }) => state === 'paused',
    nothing: 'No workflow is paused.',
  })
}
