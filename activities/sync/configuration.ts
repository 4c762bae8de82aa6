import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Channel, CourseIntegration, TrainingProgram } from '../../src/odoo/schema/index.js'
import { policyOf } from '../../src/store/policies.js'
import type { Store } from '../../src/store/store.js'
import { assessedContentOf, readAssessments, type AssessedContent } from './assessments.js'
import {
  INTEGRATION_FIELDS,
  PROGRAM_FIELDS,
  type AssessmentRow,
  type IntegrationRow,
  type ProgramRow,
} from './tracked-fields.js'

/** The programs with their courses and policies: a few dozen rows, the same for all students. */
export interface Configuration {
  readonly programs: readonly ProgramConfiguration[]
  /** All course integrations by id, inactive ones too. */
  readonly integrations: ReadonlyMap<number, AssessedCourse>
  readonly assessedContent: AssessedContent
}

/** A course integration with its assessments. */
export type AssessedCourse = IntegrationRow & {
  readonly assessments: readonly AssessmentRow[]
  /** Whether its eLearning course is archived, so that nobody can open it. */
  readonly isChannelArchived: boolean
}

export interface ProgramConfiguration {
  readonly program: ProgramRow
  /**
   * Active course integrations by rising id. Drafts and archived ones are not part of the program.
   */
  readonly courses: readonly AssessedCourse[]
  readonly policy: ProgramPolicy
}

/** Four calls to Odoo, and one query for each program. */
export async function readConfiguration(odoo: Odoo, store: Store): Promise<Configuration> {
  const [programs, rows, assessments, archived] = await Promise.all([
    odoo.searchRead(TrainingProgram, [], PROGRAM_FIELDS, { order: 'id' }),
    odoo.searchRead(CourseIntegration, [], INTEGRATION_FIELDS, { order: 'id' }),
    readAssessments(odoo),
    odoo.searchRead(Channel, [['active', '=', false]], ['active'], { archived: true }),
  ])
  const archivedChannels = new Set(archived.map(({ id }) => id))
  const integrations = rows.map((row) => ({
    ...row,
    assessments: assessments.get(row.id) ?? [],
    isChannelArchived: archivedChannels.has(row.elearningCourse),
  }))
  return {
    assessedContent: assessedContentOf(assessments),
    integrations: new Map(integrations.map((integration) => [integration.id, integration])),
    programs: await Promise.all(
      programs.map(async (program) => ({
        program,
        courses: activeCoursesOf(program.id, integrations),
        policy: await policyOf(store, program.id),
      })),
    ),
  }
}

export const activeCoursesOf = <I extends IntegrationRow>(programId: number, integrations: readonly I[]) =>
  integrations.filter(({ trainingProgram, status }) => trainingProgram === programId && status === 'active')
