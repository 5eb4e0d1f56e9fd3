import type { Command } from 'commander'

interface CommandEntry {
  name: string
  group: 'Run' | 'Write and check workflows' | 'Look after leads' | 'Look after the product'
  summary: string
  /** Loaded only when the command runs, so that no command pays for another's imports. */
  load(): Promise<{ define(command: Command): void }>
}

export const COMMANDS: CommandEntry[] = [
  { name: 'up', group: 'Run', summary: 'run everything: intake, worker, dashboard', load: () => import('./up.ts') },
  { name: 'api', group: 'Run', summary: 'run intake, API and dashboard only', load: () => import('./api.ts') },
  { name: 'worker', group: 'Run', summary: 'run the worker only', load: () => import('./worker.ts') },
  {
    name: 'check',
    group: 'Write and check workflows',
    summary: 'check workflows, templates and settings',
    load: () => import('./check.ts'),
  },
]
