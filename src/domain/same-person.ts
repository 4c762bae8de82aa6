/**
 * Whom an application is about. Odoo gives a student's id to somebody else after a backup was
 * restored, so the id alone does not tell. Null: unknown, which is never a difference.
 */
export interface Person {
  /** When the student's record was created: ISO instant in whole seconds, as Odoo sends it. */
  readonly createdAt: string | null
  /** Hash of the normalized email address. */
  readonly mailboxHash: string | null
  /** Odoo's own id of its database. A copy of a database has another one. */
  readonly databaseUuid: string | null
}

export const UNKNOWN_PERSON: Person = { createdAt: null, mailboxHash: null, databaseUuid: null }

/**
 * Whether the student's record is still about the person whom the application remembers.
 *
 * | creation date | mailbox | database | |
 * |---|---|---|---|
 * | different | any | any | another person: a record keeps its creation date for ever |
 * | equal | equal or unknown | any | the same, perhaps in a copy of the database |
 * | equal | different | equal or unknown | the same: their address was corrected |
 * | equal | different | different | another: an import creates many records in one second |
 * | unknown | equal or unknown | any | the same: nothing speaks against it |
 * | unknown | different | any | another: nothing but the address said who they are |
 *
 * "Another person" is a question to a human being, so a doubt may ask too often.
 */
export function isSamePerson(remembered: Person, present: Person): boolean {
  const creation = compare(remembered.createdAt, present.createdAt)
  if (creation === 'different') return false
  if (compare(remembered.mailboxHash, present.mailboxHash) !== 'different') return true
  const isOtherDatabase = compare(remembered.databaseUuid, present.databaseUuid) === 'different'
  return creation === 'equal' && !isOtherDatabase
}

function compare(remembered: string | null, present: string | null): 'equal' | 'different' | 'unknown' {
  if (remembered === null || present === null) return 'unknown'
  return remembered === present ? 'equal' : 'different'
}

/** What to remember of the same person from now on. What is unknown now is kept. */
export const updatedPerson = (remembered: Person, present: Person): Person => ({
  createdAt: present.createdAt ?? remembered.createdAt,
  mailboxHash: present.mailboxHash ?? remembered.mailboxHash,
  databaseUuid: present.databaseUuid ?? remembered.databaseUuid,
})

/** How the record differs, in a sentence without any person's name. */
export function differenceBetween(remembered: Person, present: Person): string {
  if (compare(remembered.createdAt, present.createdAt) !== 'different')
    return 'It has another email address, and nothing else shows that it is the same person.'
  return `It was created at ${present.createdAt ?? ''}, the record of this application at ${remembered.createdAt ?? ''}.`
}
