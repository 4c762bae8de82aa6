import { applicationRef, type Application, type ApplicationRun } from '../../src/contracts/application.js'
import type { CenterTime } from '../../src/domain/calendar.js'
import { groupBy } from '../../src/group-by.js'
import { Student } from '../../src/odoo/schema/index.js'
import { latestRunsOf, type RegisteredRun } from '../../src/store/application-runs.js'
import type { IntakeOf } from '../../src/store/intakes.js'
import { readLastNotified, type LastNotified } from '../../src/store/last-notified.js'
import { learnersWithoutReminders, type Learner } from '../../src/store/learners.js'
import { runsWithNewcomer } from '../../src/store/remembered-people.js'
import type { ActivityContext } from '../dependencies.js'
import type { PersonCheck } from '../person-check.js'
import { compareContacts, type ComparedContact } from './contact-fields.js'
import { readConfiguration, type Configuration } from './configuration.js'
import { configurationsUnder, type ConfigurationOf } from './course-rules.js'
import { readIntakes, writableProgress } from './intake-page.js'
import type { WritableProgress } from './numbers.js'
import { readRunPolicies, type PolicyOf } from './run-policies.js'
import type { settingAside } from './set-aside.js'
import { readOwnRows, readStudentRecords, type StudentRecords } from './student-records.js'

/** What a page knows before it writes anything: Odoo's records, and what our registers say. */
export interface Page {
  readonly now: CenterTime
  readonly configuration: Configuration
  /** For students in training: under the course rules of their run. */
  readonly configurationOf: ConfigurationOf
  /** Those of the page, and others who share a contact with one of them. */
  readonly studentIds: readonly number[]
  readonly records: readonly StudentRecords[]
  /** The same with their progress. */
  readonly students: readonly WritableProgress[]
  /** The latest run of each application. */
  readonly runs: readonly RegisteredRun[]
  /** How the contacts compare with their students. */
  readonly contacts: ReadonlyMap<number, ComparedContact>
  /** Students who want no reminders. */
  readonly withoutReminders: ReadonlyMap<number, Learner>
  readonly policyOf: PolicyOf
  readonly intakeOf: IntakeOf
  readonly latestRun: (application: Application) => RegisteredRun | undefined
  readonly lastNotified: (application: Application) => LastNotified | undefined
  /** Whether the student's record is about another person than the run. */
  readonly isAnother: (run: RegisteredRun) => boolean
  /** Whether any application of the student has ended. */
  readonly hadApplication: (studentId: number) => boolean
  /** Students who no longer exist … */
  readonly deleted: readonly number[]
  /** … and their runs. */
  readonly ofDeleted: readonly RegisteredRun[]
  /** Runs whose students a newcomer has replaced: this page checks them. */
  readonly checkedAgain: readonly ApplicationRun[]
  /** Of the connected database. */
  readonly databaseUuid: string | null
}

export async function readPage(
  { store, config, clock, timeZone, people, languages }: ActivityContext,
  { odoo, rows: setAside }: ReturnType<typeof settingAside>,
  ofPage: readonly number[],
): Promise<Page> {
  const [zone, configuration, ownRows, lastOfPage, newcomers, spoken, databaseUuid] = await Promise.all([
    timeZone(),
    readConfiguration(odoo, store),
    readOwnRows(odoo, ofPage),
    readLastNotified(store, ofPage),
    runsWithNewcomer(store),
    languages(),
    people.databaseUuid(),
  ])
  const now = { instant: clock(), timeZone: zone }
  const withUsers = { ...configuration, withUsers: true } as const
  const [own, intakeOf] = await Promise.all([
    readStudentRecords(odoo, ofPage, { ...withUsers, ownRows }),
    readIntakes(store, configuration, config),
  ])
  const sharing = sharingStudents(own, lastOfPage, ofPage)
  const studentIds = [...ofPage, ...sharing]
  const [ofSharing, lastOfSharing, runs, withoutReminders] = await Promise.all([
    readStudentRecords(odoo, sharing, withUsers),
    readLastNotified(store, sharing),
    latestRunsOf(store, studentIds),
    learnersWithoutReminders(store, studentIds),
  ])
  const records = [...own, ...ofSharing]
  const last = new Map([...lastOfPage, ...lastOfSharing].map((one) => [applicationRef(one), one]))
  const isConcerned = new Set(studentIds)
  const checkedAgain = newcomers.filter(({ studentId }) => isConcerned.has(studentId))
  const runsOf = groupBy(runs, ({ studentId }) => studentId)
  const latest = new Map(runs.map((run) => [applicationRef(run), run]))
  const [policyOf, contacts, isAnother] = await Promise.all([
    readRunPolicies(store, runs, configuration),
    compareContacts(store, records, spoken),
    recogniseOthers(people, records, runs),
  ])
  const configurationOf = configurationsUnder(configuration, runs)
  const ended = new Set(
    runs.filter((run) => run.endedStage !== null && !isAnother(run)).map(({ studentId }) => studentId),
  )
  const present = new Set(records.map(({ student }) => student.id))
  const deleted = studentIds.filter((id) => !present.has(id) && !setAside.has(`${Student.name} ${id}`))
  return {
    now,
    configuration,
    configurationOf,
    studentIds,
    records,
    students: records.map((student) =>
      writableProgress(student, {
        runs: runsOf.get(student.student.id) ?? [],
        configuration: configurationOf(student.student.id),
        policyOf,
        intakeOf,
      }),
    ),
    runs,
    contacts,
    withoutReminders,
    policyOf,
    intakeOf,
    latestRun: (application) => latest.get(applicationRef(application)),
    lastNotified: (application) => last.get(applicationRef(application)),
    isAnother,
    hadApplication: (studentId) => ended.has(studentId),
    deleted,
    ofDeleted: runs.filter(({ studentId }) => deleted.includes(studentId)),
    checkedAgain,
    databaseUuid,
  }
}

/** Tells the runs that are about another person than the student's record is now. */
async function recogniseOthers(
  people: PersonCheck,
  records: readonly StudentRecords[],
  runs: readonly RegisteredRun[],
): Promise<(run: RegisteredRun) => boolean> {
  const others = new Set<RegisteredRun>()
  const students = new Map(records.map(({ student }) => [student.id, student]))
  for (const run of runs) {
    const student = students.get(run.studentId)
    if (student && !(await people.isSame(run, student))) others.add(run)
  }
  return (run) => others.has(run)
}

/**
 * Students outside the page who share a contact with a student of the page, or did when they were
 * last notified: what happens to one concerns all of them.
 */
function sharingStudents(
  page: readonly StudentRecords[],
  last: readonly LastNotified[],
  studentIds: readonly number[],
): number[] {
  const own = new Set(studentIds)
  const now = page.flatMap(({ contact }) => contact?.others ?? [])
  const before = last.flatMap(({ snapshot }) =>
    (snapshot?.faults ?? []).flatMap((fault) => (fault.state === 'shared' ? fault.students : [])),
  )
  return [...new Set([...now, ...before])].filter((id) => !own.has(id))
}
