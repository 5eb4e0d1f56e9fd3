import type { WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { T0 } from './store-rows.ts'

/** A small good version of a workflow. */
export function aVersion(workflowId: string, hash = `hash of ${workflowId}`): WorkflowVersion {
  return {
    hash,
    workflowId,
    source: 'title: Contact\n',
    program: {
      workflow: workflowId,
      title: 'Contact',
      for: { actions: ['PLT'], sources: [], offers: [], if: null },
      again: { kind: 'after', ms: 1 },
      rank: 1,
      stopOn: ['reply'],
      hours: null,
      formerly: [],
      entry: null,
      steps: {},
    },
    templates: {},
    createdAt: T0,
  }
}
