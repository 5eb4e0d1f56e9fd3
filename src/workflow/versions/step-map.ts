/** Moves people from an old version to a new one at their next step boundary; who stands at an unmapped step stays. */
export interface StepMap {
  from: string
  to: string
  workflowId: string
  /** Step of the old version that would run next, to the step of the new one that runs instead. */
  steps: Record<string, string>
  createdAt: number
}
