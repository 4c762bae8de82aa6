import { isCreatedSince, takes } from '../../src/domain/intake.js'
import { previewApplicant } from '../../src/domain/applicant-preview.js'
import { passBrake, type BrakeSettings } from '../../src/intake/brake.js'
import type { Config } from '../../src/config.js'
import type { Application } from '../../src/contracts/application.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Applicant } from '../../src/store/applicants.js'
import { defaultIntake, intakesOf, type IntakeOf } from '../../src/store/intakes.js'
import type { Store } from '../../src/store/store.js'
import { groupBy } from '../../src/group-by.js'
import { applicationFacts } from '../enrollment/facts.js'
import type { Configuration } from './configuration.js'
import { existingCertificates } from './existing-certificates.js'
import { studentProgress, type StudentProgress } from './course-progress.js'
import {
  isNewApplication,
  mayApply,
  programsAppliedTo,
  type Notification,
  type PageContext,
} from './notifications.js'
import type { WritableProgress } from './numbers.js'
import type { PolicyOf } from './run-policies.js'
import type { StudentRecords } from './student-records.js'

/** One query. */
export async function readIntakes(
  store: Store,
  { programs }: Pick<Configuration, 'programs'>,
  { intake }: Config,
): Promise<IntakeOf> {
  const ids = programs.map(({ program }) => program.id)
  const intakes = await intakesOf(store, ids, intake.byDefault)
  // A program that the page has not read takes nobody.
  return (programId) => intakes.get(programId) ?? defaultIntake(programId, 'off')
}

export const brakeSettings = ({ intake, sync }: Config): BrakeSettings => ({
  limit: intake.brake,
  tickSeconds: sync.intervalSeconds,
  byDefault: intake.byDefault,
})

interface Writing {
  /** The student's runs. */
  readonly runs: readonly Application[]
  readonly configuration: Configuration
  readonly policyOf: PolicyOf
  readonly intakeOf: IntakeOf
}

/**
 * A student's progress, with the programs in which the sync writes their numbers: where they have
 * applied, and where the intake takes them. Of the others nothing in Odoo is changed.
 */
export const writableProgress = (records: StudentRecords, writing: Writing): WritableProgress => ({
  ...studentProgress(records, writing.configuration, writing.policyOf),
  writablePrograms: writablePrograms(records, writing),
})

function writablePrograms(
  { student }: StudentRecords,
  { runs, configuration: { programs }, intakeOf }: Writing,
): ReadonlySet<number> {
  const taking = programs.filter(({ program }) => takes(intakeOf(program.id), student.createDate))
  return new Set([...runs.map(({ programId }) => programId), ...taking.map(({ program }) => program.id)])
}

/**
 * Returns the notifications without those that would begin an application which the brake holds.
 */
export async function withBrake(
  store: Store,
  notifications: readonly Notification[],
  intakeOf: IntakeOf,
  settings: BrakeSettings,
  claim: string,
): Promise<Notification[]> {
  const found = groupBy(notifications.filter(isNewApplication), ({ application }) => application.programId)
  const held = new Set<Notification>()
  for (const [programId, applications] of [...found].sort(([a], [b]) => a - b)) {
    const studentIds = applications.map(({ application }) => application.studentId)
    const { version } = intakeOf(programId)
    const passed = await passBrake(store, { programId, studentIds, intakeVersion: version, claim }, settings)
    for (const one of applications) if (!passed.has(one.application.studentId)) held.add(one)
  }
  return notifications.map((one) => (held.has(one) ? { ...one, facts: null } : one))
}

/** What is read for the preview besides the page. */
interface PreviewContext extends PageContext {
  readonly configuration: Configuration
  /** Whether the application ever ran. */
  readonly hasRun: (application: Application) => boolean
  /** Whether any application of the student has ended. */
  readonly hadApplication: (studentId: number) => boolean
}

/**
 * What would happen to the students of a page who apply to a program in preview and never did. One
 * call to Odoo where there are any.
 */
export async function previewApplicants(
  odoo: Odoo,
  students: readonly StudentProgress[],
  context: PreviewContext,
): Promise<Applicant[]> {
  const { configuration, policyOf, intakeOf, now, hasRun, hadApplication } = context
  const previews = configuration.programs.filter(({ program }) => intakeOf(program.id).mode === 'preview')
  const applying = previews.flatMap((of) =>
    students
      .filter(
        ({ records }) =>
          programsAppliedTo(records, configuration, policyOf).includes(of.program.id) &&
          isCreatedSince(intakeOf(of.program.id), records.student.createDate) &&
          !hasRun({ programId: of.program.id, studentId: records.student.id }),
      )
      .map((student) => ({ student, of })),
  )
  const existing = await existingCertificates(
    odoo,
    applying.map(({ student, of }) => ({ programId: of.program.id, studentId: student.records.student.id })),
  )
  return applying.map(({ student: progress, of: { program, courses } }) => {
    const { student, documents } = progress.records
    const application = { programId: program.id, studentId: student.id }
    const policy = policyOf(application)
    const facts = applicationFacts(
      { student, documents, program, courses },
      { state: student.state, existingCertificateId: existing(application) },
      policy,
      now,
    )
    const isOpen = mayApply(progress, policy, hadApplication(student.id), now)
    return {
      ...application,
      intakeVersion: intakeOf(program.id).version,
      ...previewApplicant(facts, policy, isOpen),
    }
  })
}
