import { isCreatedSince, takes } from '../../src/domain/intake.js'
import { previewApplicant } from '../../src/domain/applicant-preview.js'
import { passBrake, type BrakeSettings } from '../../src/intake/brake.js'
import type { Config } from '../../src/config.js'
import type { Application } from '../../src/contracts/application.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import type { Applicant } from '../../src/store/applicants.js'
import { intakesOf, type IntakeOf, type ProgramIntake } from '../../src/store/intakes.js'
import type { Store } from '../../src/store/store.js'
import { groupBy } from '../../src/group-by.js'
import { LIVE_CERTIFICATE_STATES } from '../certificate/live-states.js'
import { applicationFacts } from '../enrollment/facts.js'
import type { Configuration } from './configuration.js'
import type { StudentProgress } from './course-progress.js'
import {
  isNewApplication,
  mayApply,
  programsAppliedTo,
  type Notification,
  type PageContext,
} from './notifications.js'
import type { StudentRecords } from './student-records.js'

/** One query. */
export async function readIntakes(
  store: Store,
  { programs }: Pick<Configuration, 'programs'>,
  { intake }: Config,
): Promise<IntakeOf> {
  const ids = programs.map(({ program }) => program.id)
  const intakes = await intakesOf(store, ids, intake.byDefault)
  return (programId) => intakes.get(programId) ?? closed(programId)
}

/** Of a program that the page has not read. */
const closed = (programId: number): ProgramIntake => ({
  programId,
  version: 0,
  mode: 'off',
  since: null,
  accepted: 0,
  stoppedAtCount: null,
  author: null,
  reason: null,
  changedAt: null,
})

export const brakeSettings = ({ intake, sync }: Config): BrakeSettings => ({
  limit: intake.brake,
  tickSeconds: sync.intervalSeconds,
  byDefault: intake.byDefault,
})

/**
 * The programs in which the sync writes the student's numbers: where they have applied, and where
 * the intake takes them. Of the others nothing in Odoo is changed.
 */
export function writablePrograms(
  { student }: StudentRecords,
  runs: readonly Application[],
  { programs }: Pick<Configuration, 'programs'>,
  intakeOf: IntakeOf,
): ReadonlySet<number> {
  const applied = runs.filter(({ studentId }) => studentId === student.id)
  const taking = programs.filter(({ program }) => takes(intakeOf(program.id), student.createDate))
  return new Set([...applied.map(({ programId }) => programId), ...taking.map(({ program }) => program.id)])
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
  if (applying.length === 0) return []
  const certificates = await odoo.searchRead(
    Certificate,
    [
      ['student', 'in', [...new Set(applying.map(({ student }) => student.records.student.id))]],
      ['trainingProgram', 'in', previews.map(({ program }) => program.id)],
      ['state', 'in', LIVE_CERTIFICATE_STATES],
    ],
    ['student', 'trainingProgram'],
  )
  return applying.map(({ student: progress, of: { program, courses } }) => {
    const { student, documents } = progress.records
    const application = { programId: program.id, studentId: student.id }
    const policy = policyOf(application)
    const existing = certificates.find(
      (one) => one.student === student.id && one.trainingProgram === program.id,
    )
    const facts = applicationFacts(
      { student, documents, program, courses },
      { state: student.state, existingCertificateId: existing?.id ?? null },
      policy,
      now,
    )
    const isOpen = mayApply(progress, program, policy, hadApplication(student.id), now)
    return {
      ...application,
      intakeVersion: intakeOf(program.id).version,
      ...previewApplicant(facts, policy, isOpen),
    }
  })
}
