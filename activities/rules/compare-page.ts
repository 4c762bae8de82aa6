import type { CenterTime } from '../../src/domain/calendar.js'
import { compareAdmission, compareTraining, type TrainingUnder } from '../../src/domain/compare-rules.js'
import { assessEligibility } from '../../src/domain/eligibility.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { Concerned } from '../../src/domain/rule-change.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { latestRunsOf, type RegisteredRun } from '../../src/store/application-runs.js'
import { completionOverrides } from '../../src/store/completion-overrides.js'
import type { StudentRuleChange } from '../../src/store/dry-runs.js'
import { studentsBeforeVerdict } from '../../src/store/enrollment-stages.js'
import { courseEvidence } from '../certificate/course-evidence.js'
import { LIVE_CERTIFICATE_STATES } from '../certificate/live-states.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { applicationFacts } from '../enrollment/facts.js'
import type { Configuration, ProgramConfiguration } from '../sync/configuration.js'
import { configurationsUnder } from '../sync/course-rules.js'
import { studentProgress } from '../sync/course-progress.js'
import { existingCertificates } from '../sync/existing-certificates.js'
import { mayApply, programsAppliedTo } from '../sync/notifications.js'
import { readRunPolicies, type PolicyOf } from '../sync/run-policies.js'
import { openDocumentsOf, programSnapshot } from '../sync/snapshot.js'
import { readStudentRecords, type StudentRecords } from '../sync/student-records.js'
import { oneTrackerPerCourse } from '../sync/trackers.js'

/** The rules on one side of the comparison. */
export interface Side {
  /** Of a student, given as each is in training under the course rules of their run. */
  readonly configurationIn: (present: Configuration) => Configuration
  /** The policy that counts here; null: each student's own. */
  readonly policy: ProgramPolicy | null
}

interface Comparison {
  readonly programId: number
  /** As Odoo has it. */
  readonly present: Configuration
  readonly before: Side
  readonly after: Side
  readonly now: CenterTime
}

/**
 * What changes for some students. Eight calls, two for certificates, and one more each where
 * certifications or quizzes count.
 */
export async function comparePage(
  { store, people }: ActivityContext,
  odoo: Odoo,
  studentIds: readonly number[],
  comparison: Comparison,
): Promise<StudentRuleChange[]> {
  const { before, now, programId, present } = comparison
  const students = await readStudentRecords(odoo, studentIds, present)
  const runs = await latestRunsOf(store, studentIds)
  const ownPolicyOf = await readRunPolicies(store, runs, present)
  const configurationOf = configurationsUnder(present, runs)
  const rulesOf = (side: Side, studentId: number, isTraining: boolean) => {
    const own = isTraining ? configurationOf(studentId) : present
    const configuration = side.configurationIn(own)
    return { configuration, program: requireProgram(configuration, programId) }
  }
  const latest = new Map(runs.filter((run) => run.programId === programId).map((run) => [run.studentId, run]))
  const ended = new Set(
    runs.filter(({ endedStage }) => endedStage !== null).map(({ studentId }) => studentId),
  )
  const [overriddenIn, foreign, certified, undecided] = await Promise.all([
    completionOverrides(store, programId, [...latest.values()]),
    foreignCertificates(odoo, programId, studentIds),
    existingCertificates(
      odoo,
      studentIds.filter((id) => !latest.has(id)).map((studentId) => ({ programId, studentId })),
    ),
    studentsBeforeVerdict(store, programId, studentIds),
  ])
  const policyUnder = ({ policy }: Side, studentId: number) => policy ?? ownPolicyOf({ programId, studentId })

  const trainingUnder = (side: Side, records: StudentRecords, run: RegisteredRun): TrainingUnder => {
    const policyOf: PolicyOf = (application) =>
      application.programId === programId ? policyUnder(side, run.studentId) : ownPolicyOf(application)
    const { configuration, program } = rulesOf(side, run.studentId, true)
    const progress = studentProgress(records, configuration, policyOf)
    const trackers = oneTrackerPerCourse(records.trackers)
    const overridden = overriddenIn(run)
    return {
      policy: policyUnder(side, run.studentId),
      snapshot: programSnapshot(progress, program, now.instant.toISOString(), {
        written: null,
        contact: undefined,
      }),
      evidence: {
        readAt: now.instant.toISOString(),
        courses: program.courses.flatMap(({ id }) => {
          const course = progress.courses.get(id)
          return course ? [courseEvidence(course, trackers.get(id), overridden.includes(id))] : []
        }),
        openDocuments: openDocumentsOf(records),
        foreignCertificateId: foreign.get(run.studentId) ?? null,
      },
    }
  }

  const admissionUnder = (side: Side, records: StudentRecords, isApplicant: boolean) => {
    const { student, documents } = records
    const policy = policyUnder(side, student.id)
    const { configuration, program: of } = rulesOf(side, student.id, false)
    const { program, courses } = of
    const rows = { student, documents, program, courses }
    const facts = applicationFacts(rows, { state: student.state, existingCertificateId: null }, policy, now)
    const applies =
      !isApplicant ||
      (programsAppliedTo(records, configuration, () => policy).includes(programId) &&
        mayApply({ records }, policy, ended.has(student.id), now))
    return { applies, verdict: assessEligibility(facts, policy) }
  }

  const changesFor = async (records: StudentRecords) => {
    const run = latest.get(records.student.id)
    if (run === undefined) {
      if (certified({ programId, studentId: records.student.id }) !== null) return null
      return { concerned: 'applicant', changes: compareAdmissionOf(records, true) } as const
    }
    if (run.endedStage !== null || !(await people.isSame(run, records.student))) return null
    if (run.trainingStarted) {
      const changes = compareTraining(
        trainingUnder(before, records, run),
        trainingUnder(comparison.after, records, run),
      )
      return { concerned: 'training', changes } as const
    }
    if (!undecided.has(run.studentId)) return null
    return { concerned: 'enrolling', changes: compareAdmissionOf(records, false) } as const
  }
  const compareAdmissionOf = (records: StudentRecords, isApplicant: boolean) =>
    compareAdmission(
      admissionUnder(before, records, isApplicant),
      admissionUnder(comparison.after, records, isApplicant),
    )

  const found: StudentRuleChange[] = []
  for (const records of students) {
    const about = await changesFor(records)
    const concerned: Concerned | undefined = about?.concerned
    if (!about || concerned === undefined) continue
    for (const change of about.changes) found.push({ studentId: records.student.id, concerned, ...change })
  }
  return found
}

/** Throws where the program is not, or cannot be read. */
export function requireProgram(configuration: Configuration, programId: number): ProgramConfiguration {
  if (configuration.isUnreadable(programId))
    throw failure(
      FailureType.OdooSchema,
      'A course or assessment of the program has a value that cannot be read.',
      { programId },
    )
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.', { programId })
  return program
}

/** Certificates of the program that students hold and that we did not issue. One call. */
async function foreignCertificates(
  odoo: Odoo,
  programId: number,
  studentIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await odoo.searchRead(
    Certificate,
    [
      ['student', 'in', [...studentIds]],
      ['trainingProgram', '=', programId],
      ['state', 'in', LIVE_CERTIFICATE_STATES],
      ['orchestratorKey', '=', null],
    ],
    ['student'],
    { order: 'id' },
  )
  return new Map(rows.map(({ id, student }) => [student, id]))
}
