import { activityInfo, log } from '@temporalio/activity'
import type { PageRequest, PageResult, SyncActivities } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { Student } from '../../src/odoo/schema/index.js'
import {
  claimStudents,
  countChangedStudents,
  releaseStudents,
  type ClaimedStudent,
} from '../../src/store/changed-students.js'
import { saveContactFields } from '../../src/store/contact-fields.js'
import { latestRunsOf } from '../../src/store/application-runs.js'
import { readLastNotified, recordSnapshotsNotified } from '../../src/store/last-notified.js'
import { learnersWithoutReminders } from '../../src/store/learners.js'
import { savePeople } from '../../src/store/people.js'
import { saveProgressNumbers } from '../../src/store/progress-numbers.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { CAUSED_BY_ONE_RECORD } from './bulk-upsert.js'
import { compareContacts, contactsToKeep, writeContacts } from './contact-fields.js'
import { readConfiguration } from './configuration.js'
import { configurationsUnder } from './course-rules.js'
import { writeCounters } from './counters.js'
import { withHeartbeats } from './heartbeats.js'
import { readIntakes, writableProgress } from './intake-page.js'
import { writeNumbers } from './numbers.js'
import { listedPerson, readAgents } from './people.js'
import { readRunPolicies } from './run-policies.js'
import { settingAside } from './set-aside.js'
import { numbersOf, programSnapshot, snapshotOfDeleted } from './snapshot.js'
import { readStudentRecords } from './student-records.js'
import { syncStudents, type PageWork } from './sync-students.js'

/** Chart 2, boxes A–D: for the pages of the queue, and for one student whose workflow asks. */
export function createPageActivities(
  context: ActivityContext,
): Pick<SyncActivities, 'syncPage' | 'syncApplication' | 'writeCounters'> {
  return {
    syncPage: (request) => withHeartbeats(() => syncPage(context, request)),
    syncApplication: (application) => syncApplication(context, application),
    writeCounters: () => withHeartbeats(() => writeCounters(context)),
  }
}

/** Claims students and removes from the queue what it has done. Without students, no call. */
async function syncPage(
  context: ActivityContext,
  { pageSize: size, source }: PageRequest,
): Promise<PageResult> {
  const { store } = context
  const token = claimToken()
  const claimed = await claimStudents(store, { token, size, source })
  if (claimed.length === 0) return { ...NOTHING, claimed: 0, remaining: await countChangedStudents(store) }
  const done = await syncSettingAside(context, token, claimed).catch(async (error: unknown) => {
    // Not the fault of these students. After any other failure they wait until the claim ends.
    if (error instanceof OdooError && OUTAGES.includes(error.type)) await releaseStudents(store, token)
    throw error
  })
  return { ...done, claimed: claimed.length, remaining: await countChangedStudents(store) }
}

const OUTAGES: readonly FailureType[] = [FailureType.OdooUnavailable, FailureType.OdooLoginRejected]

/** The same for every attempt of one activity. */
function claimToken(): string {
  const { workflowExecution, activityId } = activityInfo()
  return `${workflowExecution?.runId ?? ''}/${activityId}`
}

/**
 * When Odoo rejects a call, tries each half of the students, down to the one whose records cause
 * it. That student is set aside and tried again when the claim ends, so that nobody else waits.
 */
async function syncSettingAside(
  context: ActivityContext,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<PageWork> {
  try {
    return await syncStudents(context, token, claimed)
  } catch (error) {
    const [first] = claimed
    if (!first || !(error instanceof OdooError) || !CAUSED_BY_ONE_RECORD.includes(error.type)) throw error
    if (claimed.length === 1) {
      const about = { studentId: first.studentId, failure: error.type, exception: error.exceptionName }
      log.warn('Odoo rejects a call about a student, who is tried again in a few minutes.', about)
      return { ...NOTHING, setAside: 1 }
    }
    const middle = Math.ceil(claimed.length / 2)
    const one = await syncSettingAside(context, token, claimed.slice(0, middle))
    const other = await syncSettingAside(context, token, claimed.slice(middle))
    return {
      students: one.students + other.students,
      written: one.written + other.written,
      notified: one.notified + other.notified,
      setAside: one.setAside + other.setAside,
    }
  }
}

const NOTHING: PageWork = { students: 0, written: 0, notified: 0, setAside: 0 }

/**
 * The same for one application. Returns the snapshot to its workflow instead of signaling it. Does
 * not save the row versions, because the student's other applications were not notified yet.
 */
async function syncApplication(
  { odoo: connection, store, config, clock, people, languages }: ActivityContext,
  application: ApplicationRun,
): Promise<ProgramSnapshot> {
  const { programId, studentId } = application
  const { odoo, rows: setAside } = settingAside(connection)
  const readAt = clock().toISOString()
  const present = await readConfiguration(odoo, store)
  const runs = await latestRunsOf(store, [studentId])
  const configuration = configurationsUnder(present, runs)(studentId)
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (configuration.isUnreadable(programId)) {
    const message = 'A course or assessment of the program has a value that cannot be read.'
    throw failure(FailureType.OdooSchema, message, { programId })
  }
  if (!program) return snapshotOfDeleted('program', readAt)
  const [records] = await readStudentRecords(odoo, [studentId], { ...configuration, withUsers: true })
  const unreadable = setAside.get(`${Student.name} ${studentId}`)
  if (unreadable) {
    const message = `The student cannot be read: ${unreadable.problem}.`
    throw failure(FailureType.OdooSchema, message, { studentId })
  }
  if (!records) return snapshotOfDeleted('student', readAt)
  await people.confirm(application, records.student)
  const policyOf = await readRunPolicies(store, runs, configuration)
  const intakeOf = await readIntakes(store, configuration, config)
  const student = writableProgress(records, { runs, configuration, policyOf, intakeOf })
  await writeNumbers(odoo, [student])
  const contacts = await compareContacts(store, [records], await languages())
  const { remembered } = await writeContacts(odoo, contactsToKeep([student], contacts))
  await saveContactFields(store.db, remembered)
  const person = listedPerson(records)
  await readAgents({ odoo, store }, [person])
  await savePeople(store.db, [person])
  const last = (await readLastNotified(store, [studentId])).find((one) => one.programId === programId)
  const snapshot = programSnapshot(student, program, readAt, {
    written: last?.statuses ?? null,
    contact: contacts.get(studentId),
    learner: (await learnersWithoutReminders(store, [studentId])).get(studentId),
  })
  await saveProgressNumbers(store.db, numbersOf({ programId, studentId }, snapshot, 'resync'))
  await recordSnapshotsNotified(store.db, [{ programId, studentId, snapshot }])
  return snapshot
}
