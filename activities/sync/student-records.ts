import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Row } from '../../src/odoo/schema/model.js'
import {
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  Partner,
  ProgressTracker,
  SlideProgress,
  Student,
  SurveyAttempt,
  User,
} from '../../src/odoo/schema/index.js'
import type { SecondContact } from '../../src/store/second-contacts.js'
import type { Configuration } from './configuration.js'
import { countLessonsOf } from './lessons-done.js'
import { membershipState } from './memberships.js'
import { haveOneMailbox, isFree } from './second-contacts.js'
import { mayBeRounded } from '../../src/domain/elearning.js'
import { groupBy } from '../../src/group-by.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STATUS_FIELDS,
  STUDENT_VERSION_FIELDS,
  TRACKER_VERSION_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import {
  type AttemptRow,
  type DocumentRow,
  type HomeworkRow,
  type MembershipRow,
  type QuizRow,
  type SessionRow,
} from './tracked-rows.js'

const STUDENT_RECORD_FIELDS = [...STUDENT_VERSION_FIELDS, ...STATUS_FIELDS] as const

type StudentRecord = Row<typeof Student, (typeof STUDENT_RECORD_FIELDS)[number]>
export type TrackerRow = Row<typeof ProgressTracker, (typeof TRACKER_VERSION_FIELDS)[number]>

interface StudentRecordsOptions extends Pick<
  Configuration,
  'assessedContent' | 'integrations' | 'secondContacts'
> {
  /** Whether the users of the contacts are read, too. */
  readonly withUsers?: true
  /** Those of these students, where they have been read. */
  readonly ownRows?: OwnRows
}

/** Students, and the rows that name their student. */
type OwnRows = Awaited<ReturnType<typeof readOwnRows>>

/** What can be read of students before anything else is known. Five calls at the same time. */
export async function readOwnRows(odoo: Odoo, studentIds: readonly number[]) {
  const [students, trackers, documents, sessions, homework] = await Promise.all([
    odoo.read(Student, studentIds, STUDENT_RECORD_FIELDS),
    odoo.searchRead(ProgressTracker, [['student', 'in', studentIds]], TRACKER_VERSION_FIELDS, ORDERED),
    odoo.searchRead(DocumentRequest, [['student', 'in', studentIds]], DOCUMENT_FIELDS, ORDERED),
    odoo.searchRead(CourseSession, [['student', 'in', studentIds]], SESSION_FIELDS, ORDERED),
    odoo.searchRead(HomeworkAttempt, [['student', 'in', studentIds]], HOMEWORK_FIELDS, ORDERED),
  ])
  return { students, trackers, documents, sessions, homework }
}

const ORDERED = { order: 'id' } as const

/** Not the id of any contact. */
const NO_CONTACT = 0

const CONTACT_FIELDS = ['name', 'email', 'phone', 'lang', 'isCompany', 'active', 'createDate'] as const

/**
 * Whether a contact can sign in to Odoo, and has done so. `staff`: it is no learner only.
 * `unknown`: we have not read users, or may not.
 */
type ContactUser = 'none' | 'never_signed_in' | 'signed_in' | 'staff' | 'unknown'

/** The contact that a student is linked to. */
interface LinkedContact extends Pick<
  Row<typeof Partner, (typeof CONTACT_FIELDS)[number]>,
  'name' | 'email' | 'phone' | 'lang'
> {
  /** Deleted, or a rule of Odoo hides it from us. */
  readonly isHidden: boolean
  readonly active: boolean
  readonly isCompany: boolean
  readonly user: ContactUser
  /** Ids of the other students who are linked to it. */
  readonly others: readonly number[]
}

/** Everything in Odoo about one student that a number or a decision depends on. */
export interface StudentRecords {
  readonly student: StudentRecord
  /** null: not linked, or deleted. */
  readonly contact: LinkedContact | null
  readonly documents: readonly DocumentRow[]
  readonly trackers: readonly TrackerRow[]
  /** Contacts that may be the student, with the eLearning courses that each has joined. */
  readonly openContacts: readonly { readonly partnerId: number; readonly channels: readonly number[] }[]
  /** Second contacts that there is nothing to decide about any more. */
  readonly settledContacts: readonly number[]
  /**
   * Of all eLearning courses, archived ones too, and also those of second contacts that are the
   * student. No membership, attempt or quiz of a contact that several students share: it is not
   * known whose they are.
   */
  readonly memberships: readonly MembershipRow[]
  readonly sessions: readonly SessionRow[]
  readonly homework: readonly HomeworkRow[]
  /** Lessons done by membership, counted where Odoo's own count may have stopped too early. */
  readonly lessonsDone: ReadonlyMap<number, number>
  /** At certifications that count for a course. */
  readonly attempts: readonly AttemptRow[]
  /** Contents with a quiz that counts for a course. */
  readonly quizzes: readonly QuizRow[]
}

/**
 * Eight calls, however many students, and one more each for users and where certifications or
 * quizzes count. As many at the same time as the connection allows: first the rows that name their
 * student, then those of their contacts. Leaves out students who no longer exist in Odoo.
 */
export async function readStudentRecords(
  odoo: Odoo,
  studentIds: readonly number[],
  options: StudentRecordsOptions,
): Promise<StudentRecords[]> {
  const { assessedContent, integrations, secondContacts, withUsers } = options
  const { surveys, quizzes: slides } = assessedContent
  if (studentIds.length === 0) return []
  const own = options.ownRows ?? (await readOwnRows(odoo, studentIds))
  const { students, trackers, documents, sessions, homework } = own
  if (students.length === 0) return []
  const ids = students.map(({ id }) => id)
  const second = ids.flatMap((id) => secondContacts.get(id) ?? []).map(({ partnerId }) => partnerId)
  const partners = [...new Set([...students.flatMap(({ partner }) => partner ?? []), ...second])]
  const [contacts, memberships, attempts, quizzes] = await Promise.all([
    readContacts(odoo, students, partners, withUsers === true),
    partners.length === 0
      ? []
      : odoo.searchRead(Membership, [['partner', 'in', partners]], MEMBERSHIP_FIELDS, {
          ...ORDERED,
          archived: true,
        }),
    partners.length === 0 || surveys.length === 0
      ? []
      : odoo.searchRead(
          SurveyAttempt,
          [
            ['partner', 'in', partners],
            ['survey', 'in', surveys],
          ],
          ATTEMPT_FIELDS,
          ORDERED,
        ),
    partners.length === 0 || slides.length === 0
      ? []
      : odoo.searchRead(
          SlideProgress,
          [
            ['partner', 'in', partners],
            ['slide', 'in', slides],
          ],
          QUIZ_FIELDS,
          ORDERED,
        ),
  ])
  const lessonsDone = await countLessons(odoo, memberships, integrations)
  const ofStudent = {
    documents: groupBy(documents, ({ student }) => student),
    trackers: groupBy(trackers, ({ student }) => student),
    sessions: groupBy(sessions, ({ student }) => student),
    homework: groupBy(homework, ({ student }) => student),
  }
  const ofPartner = {
    memberships: groupBy(memberships, ({ partner }) => partner),
    attempts: groupBy(attempts, ({ partner }) => partner ?? NO_CONTACT),
    quizzes: groupBy(quizzes, ({ partner }) => partner),
  }
  return students.map((student) => {
    const contact = contacts.linked.get(student.id) ?? null
    const partner = contact?.others.length === 0 ? (student.partner ?? NO_CONTACT) : NO_CONTACT
    const { own, open, settled } = secondContactsOf(student, secondContacts.get(student.id) ?? [], contacts)
    const ofOwn = <R>(rows: ReadonlyMap<number, readonly R[]>): R[] =>
      [partner, ...own].flatMap((one) => rows.get(one) ?? [])
    const channelsOf = (one: number) =>
      (ofPartner.memberships.get(one) ?? [])
        .filter((membership) => membershipState(membership) === 'active')
        .map(({ channel }) => channel)
    return {
      student,
      contact,
      openContacts: open.map((partnerId) => ({ partnerId, channels: channelsOf(partnerId) })),
      settledContacts: settled,
      documents: ofStudent.documents.get(student.id) ?? [],
      trackers: ofStudent.trackers.get(student.id) ?? [],
      memberships: ofOwn(ofPartner.memberships),
      lessonsDone,
      sessions: ofStudent.sessions.get(student.id) ?? [],
      homework: ofStudent.homework.get(student.id) ?? [],
      attempts: ofOwn(ofPartner.attempts),
      quizzes: ofOwn(ofPartner.quizzes),
    }
  })
}

/** Ids of the second contacts of a student that are the student, may be, or concern nobody. */
function secondContactsOf(
  student: StudentRecord,
  second: readonly SecondContact[],
  { present, linkedPartners }: ReadContacts,
): { own: number[]; open: number[]; settled: number[] } {
  const free = second.filter((contact) => isFree(contact, present, linkedPartners))
  const open = free
    .filter(({ answer, partnerId }) => answer === null && present.get(partnerId)?.active === true)
    .filter(({ partnerId }) => haveOneMailbox(present.get(partnerId)?.email ?? null, student.email))
  const own = free.filter(({ answer }) => answer === 'same_person')
  const idsOf = (contacts: readonly SecondContact[]) => contacts.map(({ partnerId }) => partnerId)
  const left = second.filter((contact) => !open.includes(contact) && !own.includes(contact))
  return { own: idsOf(own), open: idsOf(open), settled: idsOf(left) }
}

/** The contacts that were read: by student, by id, and which of them any student is linked to. */
interface ReadContacts {
  readonly linked: ReadonlyMap<number, LinkedContact>
  readonly present: ReadonlyMap<number, Row<typeof Partner, (typeof CONTACT_FIELDS)[number]>>
  readonly linkedPartners: ReadonlySet<number | null>
}

/**
 * Returns the contact of each student. Of the other students only those who share one are read:
 * they are few.
 */
async function readContacts(
  odoo: Odoo,
  students: readonly StudentRecord[],
  partners: readonly number[],
  withUsers: boolean,
): Promise<ReadContacts> {
  if (partners.length === 0) return { linked: new Map(), present: new Map(), linkedPartners: new Set() }
  const ids = students.map(({ id }) => id)
  const [present, users, others] = await Promise.all([
    odoo.searchRead(Partner, [['id', 'in', partners]], CONTACT_FIELDS, { ...ORDERED, archived: true }),
    withUsers ? readUsers(odoo, partners) : USERS_UNREAD,
    odoo.searchRead(
      Student,
      [
        ['partner', 'in', partners],
        ['id', 'not in', ids],
      ],
      ['partner'],
    ),
  ])
  const byId = new Map(present.map((contact) => [contact.id, contact]))
  const studentsOf = groupBy([...students, ...others], ({ partner }) => partner ?? NO_CONTACT)
  const linkedContacts = new Map(
    students.flatMap(({ id, partner }): [number, LinkedContact][] => {
      if (partner === null) return []
      const found = byId.get(partner)
      const contact = found ?? HIDDEN
      const linked = (studentsOf.get(partner) ?? []).map((student) => student.id)
      // By rising id, whichever of them are in the page.
      const sharing = linked.filter((one) => one !== id).sort((a, b) => a - b)
      return [[id, { ...contact, isHidden: !found, user: users(partner), others: sharing }]]
    }),
  )
  return { linked: linkedContacts, present: byId, linkedPartners: new Set(studentsOf.keys()) }
}

/** A contact that a rule of Odoo hides from us. */
const HIDDEN = { name: null, email: null, phone: null, lang: null, isCompany: true, active: true } as const

const USERS_UNREAD = (): ContactUser => 'unknown'

/** Tells whether contacts have users. Archived users count: their login is taken. */
async function readUsers(odoo: Odoo, partners: readonly number[]): Promise<(partner: number) => ContactUser> {
  try {
    const users = await odoo.searchRead(
      User,
      [['partner', 'in', partners]],
      ['partner', 'share', 'loginDate'],
      { ...ORDERED, archived: true },
    )
    const byPartner = groupBy(users, ({ partner }) => partner)
    return (partner) => {
      const own = byPartner.get(partner) ?? []
      if (own.some(({ share }) => !share)) return 'staff'
      if (own.some(({ loginDate }) => loginDate !== null)) return 'signed_in'
      return own.length === 0 ? 'none' : 'never_signed_in'
    }
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return USERS_UNREAD
    throw error
  }
}

/**
 * The lessons done of memberships whose final status may come from Odoo's rounding: Odoo no longer
 * counts them. No call where there are none.
 */
async function countLessons(
  odoo: Odoo,
  memberships: readonly MembershipRow[],
  integrations: Configuration['integrations'],
): Promise<Map<number, number>> {
  const lessons = new Map(
    [...integrations.values()].map((course) => [course.elearningCourse, course.lessons]),
  )
  const rounded = memberships.filter(({ channel, completion, completedSlidesCount, memberStatus }) =>
    mayBeRounded({
      completion,
      done: completedSlidesCount,
      total: lessons.get(channel) ?? 0,
      isFinal: memberStatus === 'completed',
    }),
  )
  const counts = new Map<number, number>()
  for (const membership of rounded) counts.set(membership.id, (await countLessonsOf(odoo, membership)).done)
  return counts
}
