/** The workflow that compares proposed rules with the present ones, for a dry run. */
export interface DryRunInput {
  readonly dryRunId: number
}

export const dryRunWorkflowId = ({ dryRunId }: DryRunInput) => `dry-run/${dryRunId}`
