import type { IntakeMode } from '../domain/intake.js'
import { countApplicants, type ApplicantCounts } from '../store/applicants.js'
import { countChangedStudents } from '../store/changed-students.js'
import { intakesOf, type ProgramIntake } from '../store/intakes.js'
import { noticedRules } from '../store/noticed-rules.js'
import type { Store } from '../store/store.js'

/** A program's intake, with what its preview has found. */
export interface IntakeOverview extends ProgramIntake {
  readonly applicants: ApplicantCounts
  /** false: students of the preview are still being read. */
  readonly isComplete: boolean
}

/** In the order of the programs. */
export async function overviewOf(
  store: Store,
  programIds: readonly number[],
  byDefault: IntakeMode,
): Promise<IntakeOverview[]> {
  const intakes = [...(await intakesOf(store, programIds, byDefault)).values()]
  const [applicantsOf, noticed, waiting] = await Promise.all([
    countApplicants(store, intakes),
    noticedRules(store),
    countChangedStudents(store),
  ])
  return intakes.map((intake) => ({
    ...intake,
    applicants: applicantsOf(intake.programId),
    isComplete:
      intake.mode !== 'preview' ||
      (noticed.get(intake.programId)?.intakeVersion === intake.version && waiting === 0),
  }))
}
