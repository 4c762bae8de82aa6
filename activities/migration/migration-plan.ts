import { normaliseEmail } from '../../src/domain/email.js'
import type { CenterTime } from '../../src/domain/calendar.js'
import {
  planMigration,
  type MigrationCandidate,
  type MigrationDecision,
} from '../../src/domain/migration-plan.js'
import { say } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate, Membership, Partner, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { latestRunsOf, type RegisteredRun } from '../../src/store/application-runs.js'
import type { PlannedStudent } from '../../src/store/migration-plans.js'
import type { Store } from '../../src/store/store.js'
import { readConfiguration, type Configuration, type ProgramConfiguration } from '../sync/configuration.js'
import { studentProgress } from '../sync/course-progress.js'
import { applicantDomains } from '../sync/intake-changes.js'
import { mayApply } from '../sync/notifications.js'
import { readRunPolicies, type PolicyOf } from '../sync/run-policies.js'
import { settingAsideForCommand } from '../sync/set-aside.js'
import { courseSnapshots } from '../sync/snapshot.js'
import type { StudentRecords } from '../sync/student-records.js'
import { type Applicant, readApplicants } from './read-applicants.js'

interface Reading {
  readonly odoo: Odoo
  readonly store: Store
  readonly now: CenterTime
}

/** Students in one reading: large, so that ten thousand cost a few dozen calls. */
const STUDENTS_PER_READING = 5_000

/**
 * Sorts all students of a program by what would happen to them. Only reads. Returns null for a
 * program that does not exist or cannot be read.
 */
export async function migrationPlan(
  { odoo: connection, store, now }: Reading,
  programId: number,
): Promise<PlannedStudent[] | null> {
  const { odoo, rows: setAside } = settingAsideForCommand(connection)
  const configuration = await readConfiguration(odoo, store, settingAsideForCommand(connection))
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (!program) return null
  const studentIds = await studentsOf(odoo, program, configuration)
  const hasAccess = await addressesWithAccess(odoo, program)
  const planned: PlannedStudent[] = []
  for (let from = 0; from < studentIds.length; from += STUDENTS_PER_READING) {
    const page = studentIds.slice(from, from + STUDENTS_PER_READING)
    planned.push(...(await planPage({ odoo, store, now, configuration, program, hasAccess }, page)))
    for (const studentId of page)
      if (setAside.has(`${Student.name} ${studentId}`))
        planned.push({ studentId, outcome: 'person', reasons: [say('record_unreadable')] })
  }
  return planned.sort((a, b) => a.studentId - b.studentId)
}

/** Who may apply, whatever their state, and who has a tracker or certificate in the program. */
async function studentsOf(
  odoo: Odoo,
  { program, newestPolicy }: ProgramConfiguration,
  { integrations }: Configuration,
): Promise<number[]> {
  const ids = new Set<number>()
  const everybody = { since: null, until: null, states: null }
  for (const domain of await applicantDomains(odoo, program.id, newestPolicy, everybody))
    for await (const rows of odoo.pages(Student, domain, [], { size: STUDENTS_PER_READING }))
      for (const { id } of rows) ids.add(id)
  const ofProgram = [...integrations.values()].filter(({ trainingProgram }) => trainingProgram === program.id)
  const [trackers, certificates] = await Promise.all([
    odoo.searchRead(
      ProgressTracker,
      [['courseIntegration', 'in', ofProgram.map(({ id }) => id)]],
      ['student'],
    ),
    odoo.searchRead(Certificate, [['trainingProgram', '=', program.id]], ['student']),
  ])
  for (const { student } of [...trackers, ...certificates]) ids.add(student)
  return [...ids].sort((a, b) => a - b)
}

/** Addresses of contacts who are members of a course of the program. */
async function addressesWithAccess(
  odoo: Odoo,
  { courses }: ProgramConfiguration,
): Promise<(address: string) => boolean> {
  const channels = courses.map(({ elearningCourse }) => elearningCourse)
  const memberships = await odoo.searchRead(Membership, [['channel', 'in', channels]], ['partner'])
  const partners = [...new Set(memberships.map(({ partner }) => partner))]
  const addresses = new Set<string>()
  for (const { email } of await odoo.read(Partner, partners, ['email'])) {
    const address = normaliseEmail(email)
    if (address.kind === 'usable') addresses.add(address.address)
  }
  return (address) => addresses.has(address)
}

interface LiveProgram {
  readonly now: CenterTime
  readonly configuration: Configuration
  readonly program: ProgramConfiguration
  /** Whether a contact with this address is a member of a course of the program. */
  readonly hasAccess: (address: string) => boolean
}

/** What is read of the students. */
interface ReadStudents {
  readonly applicants: readonly Applicant[]
  /** The latest run of each of their applications. */
  readonly runs: readonly RegisteredRun[]
  readonly policyOf: PolicyOf
}

async function planPage(
  { odoo, store, ...live }: Reading & LiveProgram,
  studentIds: readonly number[],
): Promise<PlannedStudent[]> {
  const runs = await latestRunsOf(store, studentIds)
  const policyOf = await readRunPolicies(store, runs, live.configuration)
  const applicants = await readApplicants({ odoo, store, policyOf, ...live }, studentIds)
  return planStudents(live, { applicants, runs, policyOf })
}

/** The same for some students, of whom the caller has read everything. */
export function planStudents(
  { now, configuration, program, hasAccess }: LiveProgram,
  { applicants, runs, policyOf }: ReadStudents,
): (MigrationDecision & { readonly studentId: number })[] {
  const programId = program.program.id
  const ran = new Set(runs.filter((run) => run.programId === programId).map(({ studentId }) => studentId))
  const ended = new Set(
    runs.filter(({ endedStage }) => endedStage !== null).map(({ studentId }) => studentId),
  )
  return applicants.map(({ records, policy, facts, contactQuestion }) => {
    const { student } = records
    const progress = studentProgress(records, configuration, policyOf)
    const candidate: MigrationCandidate = {
      facts,
      courses: courseSnapshots(progress, program),
      mayApply: mayApply(progress, policy, ended.has(student.id), now),
      hasRun: ran.has(student.id),
      contact: contactOf(records, hasAccess),
      contactQuestion,
    }
    return { studentId: student.id, ...planMigration(candidate, policy) }
  })
}

function contactOf(
  { student, contact }: StudentRecords,
  hasAccess: LiveProgram['hasAccess'],
): MigrationCandidate['contact'] {
  if (contact !== null) {
    if (contact.others.length > 0) return 'shared'
    return contact.active ? 'linked' : 'archived'
  }
  const email = normaliseEmail(student.email)
  return email.kind === 'usable' && hasAccess(email.address) ? 'unlinked_learner' : 'unlinked'
}
