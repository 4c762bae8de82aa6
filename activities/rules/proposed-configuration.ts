import type { ProposedCourse } from '../../src/domain/rule-change.js'
import { activeCoursesOf, type AssessedCourse, type Configuration } from '../sync/configuration.js'

/** The configuration as it would be with other courses in a program. Nothing is written. */
export function withProposedCourses(
  configuration: Configuration,
  programId: number,
  proposed: readonly ProposedCourse[],
): Configuration {
  if (proposed.length === 0) return configuration
  const integrations = new Map(configuration.integrations)
  for (const { courseIntegrationId: id, included, ...numbers } of proposed) {
    const course = integrations.get(id)
    if (course) integrations.set(id, { ...course, ...numbers, ...placeOf(course, programId, included) })
  }
  const all = [...integrations.values()]
  return {
    ...configuration,
    integrations,
    programs: configuration.programs.map((one) => ({
      ...one,
      courses: activeCoursesOf(one.program.id, all),
    })),
  }
}

function placeOf(
  { trainingProgram, status }: AssessedCourse,
  programId: number,
  included: boolean | undefined,
): Pick<AssessedCourse, 'trainingProgram' | 'status'> {
  if (included === undefined) return { trainingProgram, status }
  return included ? { trainingProgram: programId, status: 'active' } : { trainingProgram, status: 'archived' }
}
