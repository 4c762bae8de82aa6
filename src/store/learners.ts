import { sql } from 'kysely'
import { randomBytes } from 'node:crypto'
import type { MailLanguage } from '../contracts/mail.js'
import { isSamePerson, type Person } from '../domain/same-person.js'
import { wholeSeconds } from './application-runs.js'
import { appendAudit } from './audit.js'
import { noticeStudents } from './changed-students.js'
import { personOf, type PersonRow } from './remembered-people.js'
import type { Store } from './store.js'

/**
 * The personal pages of learners, and what they have chosen there. The learner is the one writer of
 * their choices. What they leave open follows Odoo.
 */
export interface Learner {
  readonly studentId: number
  /** The random part of the page's address. */
  readonly link: Buffer
  readonly linkedAt: Date
  /** Whom the address was emailed to. */
  readonly person: Person & { readonly mailboxHash: string }
  /** null: they have not chosen. */
  readonly language: MailLanguage | null
  readonly remindersOffAt: Date | null
}

/** Bytes. */
const LINK_LENGTH = 16

const COLUMNS = [
  'student_id',
  'link',
  'linked_at',
  'mailbox_hash',
  'student_created_at',
  'language',
  'reminders_off_at',
] as const

interface Row {
  readonly student_id: number
  readonly link: Buffer
  readonly linked_at: Date
  readonly mailbox_hash: string
  readonly student_created_at: Date | null
  readonly language: MailLanguage | null
  readonly reminders_off_at: Date | null
}

const learnerOf = (row: Row): Learner => ({
  studentId: row.student_id,
  link: row.link,
  linkedAt: row.linked_at,
  person: {
    createdAt: row.student_created_at && wholeSeconds(row.student_created_at),
    mailboxHash: row.mailbox_hash,
    databaseUuid: null,
  },
  language: row.language,
  remindersOffAt: row.reminders_off_at,
})

/**
 * Returns the learner whom an email goes to. Another address makes a new link, so that whoever
 * reads the old mailbox sees nothing from then on. The choices stay with the person, and end with
 * them.
 */
export async function learnerAt(store: Store, studentId: number, person: Addressee): Promise<Learner> {
  const known = await findLearner(store.db, studentId)
  if (known && isUpToDate(known, person)) return known
  return store.db.transaction().execute(async (db) => {
    await db
      .insertInto('learner')
      .values({ student_id: studentId, ...addressedTo(person) })
      .onConflict((conflict) => conflict.column('student_id').doNothing())
      .execute()
    // Several emails may find a new address at once: the first one makes the link.
    await db
      .selectFrom('learner')
      .select('student_id')
      .where('student_id', '=', studentId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const present = await findLearner(db, studentId)
    if (present && isUpToDate(present, person)) return present
    const isNewcomer = present === undefined || !isSamePerson(present.person, person)
    const row = await db
      .updateTable('learner')
      .set({
        ...addressedTo(person),
        linked_at: sql<Date>`now()`,
        ...(isNewcomer && { language: null, reminders_off_at: null }),
      })
      .where('student_id', '=', studentId)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    return learnerOf(row)
  })
}

type Addressee = Learner['person']

const addressedTo = ({ mailboxHash, createdAt }: Addressee) => ({
  link: randomBytes(LINK_LENGTH),
  mailbox_hash: mailboxHash,
  student_created_at: createdAt,
})

const isUpToDate = ({ person: known }: Learner, person: Addressee) =>
  known.mailboxHash === person.mailboxHash && isSamePerson(known, person)

export async function findLearner(db: Store['db'], studentId: number): Promise<Learner | undefined> {
  const row = await db
    .selectFrom('learner')
    .select(COLUMNS)
    .where('student_id', '=', studentId)
    .executeTakeFirst()
  return row && learnerOf(row)
}

/** Whether the student's record is still about the learner: a restored Odoo gives ids to others. */
export const isStillAbout = ({ person }: Learner, row: PersonRow): boolean =>
  isSamePerson(person, personOf(row, null))

/** Returns those of these students who want no reminders, by id. */
export async function learnersWithoutReminders(
  { db }: Store,
  studentIds: readonly number[],
): Promise<ReadonlyMap<number, Learner>> {
  if (studentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('learner')
    .select(COLUMNS)
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .where('reminders_off_at', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.student_id, learnerOf(row)]))
}

/** The learner whose page has this random part in its address. */
export async function learnerByLink({ db }: Store, link: Buffer): Promise<Learner | undefined> {
  const row = await db.selectFrom('learner').select(COLUMNS).where('link', '=', link).executeTakeFirst()
  return row && learnerOf(row)
}

/** What signs the addresses of all pages. */
export async function pageKey({ db }: Pick<Store, 'db'>): Promise<Buffer> {
  const { key } = await db.selectFrom('learner_page_key').select('key').executeTakeFirstOrThrow()
  return key
}

/** What a learner can choose on their page. */
export type LearnerChoice = { readonly language: MailLanguage } | { readonly reminders: boolean }

/** Who makes a change on a learner's page, in the audit. */
const LEARNER = 'learner'

/**
 * Saves a choice, unless it is what they have chosen already. The sync reads the student again, and
 * so notifies their trainings of what they have switched.
 */
export async function saveChoice(
  { db }: Store,
  { studentId }: Pick<Learner, 'studentId'>,
  choice: LearnerChoice,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('learner')
      .select(['language', 'reminders_off_at'])
      .where('student_id', '=', studentId)
      .forUpdate()
      .executeTakeFirst()
    if (!before) return
    const was = { language: before.language, reminders: before.reminders_off_at === null }
    const after = { ...was, ...choice }
    if (was.language === after.language && was.reminders === after.reminders) return
    await transaction
      .updateTable('learner')
      .set({
        language: after.language,
        ...(was.reminders !== after.reminders && {
          reminders_off_at: after.reminders ? null : sql<Date>`now()`,
        }),
      })
      .where('student_id', '=', studentId)
      .execute()
    if (was.reminders !== after.reminders) await noticeStudents(transaction, [studentId], 'sweep')
    await appendAudit(transaction, {
      actor: LEARNER,
      action: 'language' in choice ? 'choose_language' : 'switch_reminders',
      entity: 'learner',
      entityId: String(studentId),
      studentId,
      before: was,
      after,
    })
  })
}

/** Makes every address of the learner's page invalid. The next email has a new one. */
export async function revokeLink({ db }: Store, studentId: number, actor: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('learner')
      .set({ link: randomBytes(LINK_LENGTH), linked_at: sql<Date>`now()` })
      .where('student_id', '=', studentId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await appendAudit(transaction, {
      actor,
      action: 'revoke_link',
      entity: 'learner',
      entityId: String(studentId),
      studentId,
    })
    return true
  })
}
