/**
 * A second contact has the mailbox of a student, has joined a course of theirs, and is linked to
 * nobody: perhaps the student signed up again, perhaps a relative shares the mailbox. Only a person
 * can tell.
 */

/** What a person says about one. `same_person`: what the contact learns counts for the student. */
export type SecondContactAnswer = 'same_person' | 'another_person'

/** One that nobody has decided about, and the courses of the program that it has joined. */
export interface OpenContact {
  readonly partnerId: number
  readonly courseIntegrationIds: readonly number[]
}
