import type { PageResult } from '../../src/contracts/activities.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { finishStudents, noticeStudents, type ClaimedStudent } from '../../src/store/changed-students.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { saveApplicants, type Applicant } from '../../src/store/applicants.js'
import { saveContactFields, type RememberedContact } from '../../src/store/contact-fields.js'
import { saveRowVersions } from '../../src/store/known-versions.js'
import { recordFactsNotified, recordSnapshotsNotified } from '../../src/store/last-notified.js'
import { forgetOtherNumbers, saveProgressNumbers } from '../../src/store/progress-numbers.js'
import { forgetPeople, savePeople, type ListedPerson } from '../../src/store/people.js'
import { noteNewcomersChecked, personOf } from '../../src/store/remembered-people.js'
import { saveSearchedMailboxes } from '../../src/store/searched-mailboxes.js'
import { forgetSecondContacts, saveSecondContacts } from '../../src/store/second-contacts.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityContext } from '../dependencies.js'
import { measureClock } from './clock.js'
import { contactsToKeep, writeContacts } from './contact-fields.js'
import { withExistingCertificates } from './existing-certificates.js'
import { brakeSettings, previewApplicants, withBrake } from './intake-page.js'
import {
  notificationFor,
  notificationOfDeleted,
  programsConcerning,
  sendNotifications,
  type Notification,
  type SentNotification,
} from './notifications.js'
import { countMergedLessons } from './merged-contacts.js'
import { searchNewMailboxes, type FoundForMailboxes } from './new-mailboxes.js'
import { writeNumbers } from './numbers.js'
import { listedPerson, readAgents } from './people.js'
import { readPage, type Page } from './read-page.js'
import { settingAside } from './set-aside.js'
import { numbersOf } from './snapshot.js'
import type { StudentRecords } from './student-records.js'
import { studentRowVersions } from './student-row-versions.js'

export type PageWork = Omit<PageResult, 'claimed' | 'remaining'>

/**
 * Reads the students of a page again, computes, writes numbers, notifies the workflows, and saves
 * the row versions. The order matters. Were versions saved first, a crash before the notification
 * would lose it. To notify twice does no harm.
 *
 * Thirteen reads, three more where students share a contact, three more where a training has a
 * mailbox that is new, one more each where certifications or quizzes count or somebody applies, and
 * two writes, however many students. Corrections of contacts take a write and a read more, and
 * merged contacts a few for each student.
 */
export async function syncStudents(
  context: ActivityContext,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<PageWork> {
  const { store, config, temporal } = context
  const reading = settingAside(context.odoo)
  const { odoo } = reading
  const page = await readPage(
    context,
    reading,
    claimed.map(({ studentId }) => studentId),
  )
  const people = page.records.map(listedPerson)
  const [{ written, remembered }, applicants, mailboxes] = await Promise.all([
    writePage({ odoo, store }, page),
    applicantsOf(odoo, page),
    searchNewMailboxes({ odoo, store }, page),
    readAgents({ odoo, store }, people),
  ])
  const admitted = await withBrake(store, notificationsOf(page), page.intakeOf, brakeSettings(config), token)
  const complete = await withExistingCertificates(odoo, admitted)
  const sent = await sendNotifications({ temporal, store }, [...complete, ...notificationsOfDeleted(page)])
  await savePage(store, { page, sent, applicants, people, remembered, mailboxes, token, claimed })
  const signals = sent.flatMap(({ facts, snapshotSent }) => [facts !== null, snapshotSent])
  return {
    students: page.records.length,
    written,
    notified: signals.filter(Boolean).length,
    setAside: reading.rows.size,
  }
}

/** Writes nothing of a student while a person decides whose record it is. */
async function writePage(
  { odoo, store }: { readonly odoo: Odoo; readonly store: Store },
  { students, runs, isAnother, contacts }: Page,
): Promise<{ written: number; remembered: RememberedContact[] }> {
  const undecided = new Set(
    runs.filter((run) => isAnother(run) && run.endedStage === null).map(({ studentId }) => studentId),
  )
  const before = odoo.serverTime()
  const decided = students.filter((student) => !undecided.has(student.records.student.id))
  const counted = await countMergedLessons(
    odoo,
    decided.map(({ records }) => records),
  )
  const { written, trackers } = await writeNumbers(odoo, decided)
  await measureClock({ odoo, store }, trackers, before)
  const corrected = await writeContacts(odoo, contactsToKeep(decided, contacts))
  return { written: counted + written + corrected.written, remembered: corrected.remembered }
}

function notificationsOf(page: Page): Notification[] {
  return page.students.flatMap((student) => {
    const { student: record } = student.records
    const applicationTo = (programId: number) => ({ programId, studentId: record.id })
    const isKnown = (programId: number) =>
      page.latestRun(applicationTo(programId)) !== undefined ||
      page.lastNotified(applicationTo(programId)) !== undefined
    const under = { configuration: page.configurationOf(record.id), policyOf: page.policyOf }
    return programsConcerning(student, under, isKnown).map(({ program, appliesTo }) => {
      const application = applicationTo(program.program.id)
      const latest = page.latestRun(application)
      const known = {
        last: page.lastNotified(application),
        latest,
        contact: page.contacts.get(record.id),
        learner: page.withoutReminders.get(record.id),
        hadApplication: page.hadApplication(record.id),
        person: personOf(record, page.databaseUuid),
        isAnother: latest !== undefined && page.isAnother(latest),
        appliesTo,
      }
      return notificationFor(student, program, known, page)
    })
  })
}

const notificationsOfDeleted = ({ ofDeleted, lastNotified, policyOf, now }: Page): Notification[] =>
  ofDeleted
    .filter(({ endedStage }) => endedStage === null)
    .map((run) => notificationOfDeleted(run, lastNotified(run), policyOf(run), now))

const applicantsOf = (odoo: Odoo, page: Page): Promise<Applicant[]> =>
  previewApplicants(odoo, page.students, {
    ...page,
    hasRun: (application) => page.latestRun(application) !== undefined,
  })

interface DonePage {
  readonly page: Page
  readonly sent: readonly SentNotification[]
  readonly applicants: readonly Applicant[]
  readonly people: readonly ListedPerson[]
  readonly remembered: readonly RememberedContact[]
  readonly mailboxes: FoundForMailboxes
  readonly token: string
  readonly claimed: readonly ClaimedStudent[]
}

/** What we know now, in one transaction. */
async function savePage({ db }: Store, done: DonePage): Promise<void> {
  const { page, sent, applicants, people, remembered, mailboxes, token, claimed } = done
  const { records, students, studentIds, runs, deleted, ofDeleted, checkedAgain } = page
  const sources = new Map(claimed.map(({ studentId, source }) => [studentId, source]))
  await db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, students.flatMap(studentRowVersions))
    await forgetOtherNumbers(
      transaction,
      [...records.map(({ student }) => student.id), ...ofDeleted.map(({ studentId }) => studentId)],
      records.flatMap(({ trackers }) => trackers.map(({ id }) => id)),
    )
    await saveProgressNumbers(
      transaction,
      sent.flatMap(({ application, snapshot }) =>
        numbersOf(application, snapshot, sources.get(application.studentId) ?? 'sweep'),
      ),
    )
    await recordFactsNotified(
      transaction,
      sent.flatMap(({ application, facts }) => (facts ? [{ ...application, ...facts }] : [])),
    )
    await recordSnapshotsNotified(
      transaction,
      sent.flatMap(({ application, snapshot, snapshotSent }) =>
        snapshotSent ? [{ ...application, snapshot }] : [],
      ),
    )
    const newcomers = runs.filter((run) => page.isAnother(run) && run.endedStage !== null)
    await noteNewcomersChecked(transaction, [...checkedAgain, ...newcomers])
    await saveApplicants(transaction, studentIds, applicants)
    await saveContactFields(transaction, remembered)
    await forgetSecondContacts(
      transaction,
      records.flatMap(({ student, settledContacts }) =>
        settledContacts.map((partnerId) => ({ studentId: student.id, partnerId })),
      ),
    )
    await saveSecondContacts(transaction, mailboxes.contacts)
    await saveSearchedMailboxes(transaction, mailboxes.searched)
    await savePeople(transaction, people)
    await forgetPeople(transaction, deleted)
    await noticeCounters(transaction, coursesWithTrackers(records))
    await finishStudents(transaction, token, claimed)
    // The next page reads them with these contacts.
    await noticeStudents(
      transaction,
      mailboxes.contacts.map(({ studentId }) => studentId),
      'sweep',
    )
  })
}

/** Course integrations in which any student of the page has a tracker. */
function coursesWithTrackers(records: readonly StudentRecords[]): number[] {
  const courses = records.flatMap(({ trackers }) => trackers.map((tracker) => tracker.courseIntegration))
  return [...new Set(courses)]
}
