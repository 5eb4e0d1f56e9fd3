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
  {
    name: 'simulate',
    group: 'Write and check workflows',
    summary: 'show what a lead would get, when and why',
    load: () => import('./simulate.ts'),
  },
  {
    name: 'diagram',
    group: 'Write and check workflows',
    summary: 'draw a workflow',
    load: () => import('./diagram.ts'),
  },
  {
    name: 'diff',
    group: 'Write and check workflows',
    summary: 'show what a changed workflow means for people inside, and move them',
    load: () => import('./diff.ts'),
  },
  {
    name: 'preview',
    group: 'Write and check workflows',
    summary: 'show a mail as a lead would read it',
    load: () => import('./preview.ts'),
  },
  {
    name: 'send-test',
    group: 'Write and check workflows',
    summary: 'send a mail to yourself',
    load: () => import('./send-test.ts'),
  },
  {
    name: 'replay',
    group: 'Write and check workflows',
    summary: 'run the real inquiries of a period through changed files',
    load: () => import('./replay.ts'),
  },
  {
    name: 'explain',
    group: 'Look after leads',
    summary: 'tell everything about a lead: what was, what comes, why',
    load: () => import('./explain.ts'),
  },
  {
    name: 'score',
    group: 'Look after leads',
    summary: 'show the points of a lead with their reasons',
    load: () => import('./score.ts'),
  },
  {
    name: 'leads',
    group: 'Look after leads',
    summary: 'import and export leads',
    load: () => import('./leads.ts'),
  },
  {
    name: 'suppressions',
    group: 'Look after leads',
    summary: 'list, add, lift, import and export whom not to write to',
    load: () => import('./suppressions.ts'),
  },
  {
    name: 'receipts',
    group: 'Look after leads',
    summary: 'list deliveries, and read quarantined ones again',
    load: () => import('./receipts.ts'),
  },
  {
    name: 'messages',
    group: 'Look after leads',
    summary: 'list mail, and settle what is in doubt',
    load: () => import('./messages.ts'),
  },
  {
    name: 'endpoint',
    group: 'Look after the product',
    summary: 'add, list, rotate and revoke ingest URLs',
    load: () => import('./endpoint.ts'),
  },
  {
    name: 'pause',
    group: 'Look after the product',
    summary: 'hold a workflow, or all',
    load: () => import('./pause.ts'),
  },
  {
    name: 'resume',
    group: 'Look after the product',
    summary: 'let a paused workflow go on, or all',
    load: () => import('./resume.ts'),
  },
  {
    name: 'prove',
    group: 'Look after the product',
    summary: 'prove what Tend promises',
    load: () => import('./prove.ts'),
  },
  {
    name: 'doctor',
    group: 'Look after the product',
    summary: 'look for what is wrong with this installation',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'migrate',
    group: 'Look after the product',
    summary: 'bring the database to the newest schema',
    load: () => import('./migrate.ts'),
  },
  {
    name: 'backup',
    group: 'Look after the product',
    summary: 'copy the database while the product runs',
    load: () => import('./backup.ts'),
  },
  {
    name: 'restore',
    group: 'Look after the product',
    summary: 'put a backup in the place of the database',
    load: () => import('./restore.ts'),
  },
]
