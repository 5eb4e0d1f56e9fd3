import type { Command } from 'commander'
import { defineWorkflowChange } from './change-workflows.ts'

export function define(command: Command): void {
  defineWorkflowChange(command, {
    name: 'pause',
    description: 'Holds a workflow: nothing of it leaves until it is resumed. Leads still come in and are kept.',
    change: (engine, id) => engine.pauseWorkflow(id),
    words: id => `${id} is paused: nothing of it leaves. \`tend resume ${id}\` lets it go on.`,
    concerns: ({ state }) => state === 'active',
    nothing: 'No workflow runs, so there is nothing to pause.',
  })
}
