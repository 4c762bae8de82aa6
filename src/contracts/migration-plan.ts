/** The workflow that sorts the students of a program by what would happen when it goes live. */
export interface MigrationPlanInput {
  readonly planId: number
}

export const migrationPlanId = ({ planId }: MigrationPlanInput) => `migration-plan/${planId}`
